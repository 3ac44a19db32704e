"""The front door of `script/bench`: one subcommand for each thing that is measured."""

import argparse
import os

import django


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure, print a table.")
    benches = parser.add_subparsers(dest="bench", required=True)
    diplomas = benches.add_parser("diplomas", help="this pipeline against naive WeasyPrint")
    diplomas.add_argument("-n", type=int, default=40, metavar="N", help="diplomas (default 40)")
    layout = benches.add_parser("layout", help="how much pages move while they load")
    layout.add_argument("url", help="of a running server")
    layout.add_argument("paths", nargs="+", metavar="PATH")
    layout.add_argument("--card", default="", help="an expert's code, for paths under /expert/")
    arguments = parser.parse_args()
    if arguments.bench == "layout":
        from tests.bench.layout import bench_layout  # noqa: PLC0415 - needs a browser

        bench_layout(arguments.url, arguments.paths, arguments.card)
    if arguments.n < 1:
        parser.error("-n needs at least 1")

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "defense.settings")
    django.setup()
    from tests.bench.diplomas import bench_diplomas  # noqa: PLC0415 - needs the settings first

    bench_diplomas(arguments.n)


if __name__ == "__main__":
    main()
