"""The front door of `script/bench`: one subcommand for each thing that is measured."""

import argparse
import os

import django


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure, print a table.")
    benches = parser.add_subparsers(dest="bench", required=True)
    diplomas = benches.add_parser("diplomas", help="this pipeline against naive WeasyPrint")
    diplomas.add_argument("-n", type=int, default=40, metavar="N", help="diplomas (default 40)")
    arguments = parser.parse_args()
    if arguments.n < 1:
        parser.error("-n needs at least 1")

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "defense.settings")
    django.setup()
    from tests.bench.diplomas import bench_diplomas  # noqa: PLC0415 - needs the settings first

    bench_diplomas(arguments.n)


if __name__ == "__main__":
    main()
