"""The front door of `script/bench`: one subcommand for each thing that is measured."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import django

from tests.bench.layout import bench_layout
from tests.bench.lists import bench_lists
from tests.bench.load import bench_load
from tests.bench.results import bench_results
from tests.bench.scoring import TABLETS, bench_scoring
from tests.bench.second_looks import bench_second_looks
from tests.bench.sign_ins import bench_sign_ins
from tests.bench.signing import bench_signing
from tests.processes import ROOT


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure, print a table.")
    benches = parser.add_subparsers(dest="bench", required=True)
    diplomas = benches.add_parser(
        "diplomas", help="naive WeasyPrint beside this, and a batch of 80"
    )
    diplomas.add_argument("-n", type=int, default=40, metavar="N", help="diplomas (default 40)")
    layout = benches.add_parser("layout", help="how far pages jump on a slow network")
    layout.add_argument("--root", type=Path, default=ROOT, help="the checkout to serve")
    sign_ins = benches.add_parser("sign-ins", help="forty strangers sign in while an expert saves")
    sign_ins.add_argument("-n", type=int, default=4, metavar="N", help="rounds (default 4)")
    load = benches.add_parser("load", help="a large event, while an expert saves")
    load.add_argument(
        "--before", type=Path, metavar="CHECKOUT", help="an earlier version beside it"
    )
    load.add_argument("-n", type=int, default=3, metavar="N", help="turns (default 3)")
    lists = benches.add_parser("lists", help="every list of the workspace at 2,000 people")
    lists.add_argument("-n", type=int, default=5, metavar="N", help="turns (default 5)")
    look = benches.add_parser("look", help="second looks: false questions and slips caught")
    look.add_argument("-n", type=int, default=400, metavar="N", help="panels (default 400)")
    results = benches.add_parser("results", help="the pages of the results, at 7 x 12 and 200 x 40")
    results.add_argument("-n", type=int, default=3, metavar="N", help="turns (default 3)")
    scoring = benches.add_parser("scoring", help="12, 100 and 500 tablets save every two seconds")
    scoring.add_argument(
        "--before", type=Path, metavar="CHECKOUT", help="an earlier version beside it"
    )
    scoring.add_argument("-n", type=int, default=2, metavar="N", help="turns (default 2)")
    scoring.add_argument("--seconds", type=float, default=20, help="of a turn (default 20)")
    scoring.add_argument("--tablets", type=int, nargs="+", default=TABLETS, help="how many")
    signing = benches.add_parser("signing", help="a tablet's signatures, made and checked")
    signing.add_argument("-n", type=int, default=5, metavar="N", help="times 79 (default 5)")
    arguments = parser.parse_args()
    if arguments.bench == "layout":
        bench_layout(arguments.root)
        return
    if arguments.n < 1:
        parser.error("-n needs at least 1")
    if arguments.bench == "scoring":
        bench_scoring(
            arguments.before,
            turns=arguments.n,
            seconds=arguments.seconds,
            sizes=arguments.tablets,
        )
    if arguments.bench == "lists":
        bench_lists(arguments.n)
        return
    if arguments.bench == "look":
        bench_second_looks(arguments.n)
        return
    if arguments.bench == "results":
        bench_results(arguments.n)
        return
    if arguments.bench == "signing":
        bench_signing(arguments.n)
        return
    if arguments.bench == "sign-ins":
        bench_sign_ins(arguments.n)
        return
    if arguments.bench == "load":
        bench_load(ROOT, arguments.before, arguments.n)
        return

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "defense.settings")
    django.setup()
    from tests.bench.diplomas import bench_diplomas  # noqa: PLC0415 - needs the settings first

    bench_diplomas(arguments.n)
    subprocess.run([sys.executable, "-m", "tests.bench.batch"], check=True)


if __name__ == "__main__":
    main()
