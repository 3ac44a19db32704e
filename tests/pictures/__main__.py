"""The front door of `script/pictures`."""

import argparse
import signal
import sys
import time
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from tests.browser.visitor import ARGUMENTS, CHROMIUM, SIZES
from tests.pictures import diplomas, pages, workspace
from tests.pictures.camera import Camera, Page
from tests.pictures.program import Program, throw_away_program
from tests.pictures.sheets import write_comparison, write_contact_sheet
from tests.processes import ROOT


def main() -> int:
    arguments = read_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # and end what was started
    arguments.out.mkdir(parents=True, exist_ok=True)
    problems = [] if arguments.taken else take_all(arguments)
    say(f"Contact sheet: {write_contact_sheet(arguments.out)}")
    if arguments.compare:
        file, pairs = write_comparison(arguments.out, arguments.compare)
        for pair in pairs[:20]:
            say(f"{pair.share:8.2%}  {pair.name}")
        say(f"Comparison of {len(pairs)} pairs: {file}")
    for problem in problems:
        say(problem)
    return 1 if problems else 0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/pictures", description="Take a picture of every page in its states."
    )
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "pictures", metavar="FOLDER")
    parser.add_argument("--languages", type=listed, default=["kk", "ru", "en"], metavar="kk,ru,en")
    parser.add_argument("--widths", type=widths, default=[1440, 820, 390], metavar="1440,820,390")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to serve")
    parser.add_argument("--only", default="", metavar="TEXT", help="pages with this in their name")
    parser.add_argument("--go-on", action="store_true", help="keep the pictures that are there")
    parser.add_argument("--compare", type=Path, metavar="FOLDER", help="pictures taken earlier")
    parser.add_argument("--taken", action="store_true", help="the pictures in --out are there")
    return parser.parse_args()


def listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def widths(text: str) -> list[int]:
    found = [int(word) for word in listed(text)]
    if not found or not set(found) <= set(SIZES):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(map(str, SIZES))}")
    return found


def take_all(arguments: argparse.Namespace) -> list[str]:
    """Take the pictures; what is wrong with the pages, and why the day ended early if it did."""
    with throw_away_program(arguments.root) as program, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        camera = Camera(
            browser,
            program.url,
            arguments.out,
            languages=arguments.languages,
            widths=arguments.widths,
            only=arguments.only,
            is_continued=arguments.go_on,
        )
        try:
            follow_the_day(program, camera)
        except (Error, LookupError, AssertionError) as error:
            camera.problems.append(f"The day ended early: {error}")
        finally:
            browser.close()
        return camera.problems


def follow_the_day(program: Program, camera: Camera) -> None:
    began = time.monotonic()

    def tell(stage: str) -> None:
        say(f"{time.monotonic() - began:5.0f} s  {stage}")

    program.manage("prepare", "--without-demo")
    program.serve()
    tell("served")
    camera.take([Page("public-home-empty", "/")])
    logins = program.load()
    camera.take(pages.before_the_day(camera, logins))
    camera.take(workspace.workspace_pages(camera, logins))
    tell("before the day")
    code = program.rehearse(logins.slug)[0]
    camera.take(pages.after_the_rehearsal(camera, logins, code))
    tell("rehearsed")
    program.manage("reset_rehearsal", logins.slug)
    camera.take(pages.while_scoring(camera, logins))
    camera.take(workspace.workspace_while_scoring(camera, logins))
    tell("scored")
    program.end_worker()
    camera.take(pages.after_closing(camera, logins))
    program.start_worker()
    camera.take(diplomas.after_issuing(camera, logins))
    tell("closed")
    program.lose_database()
    camera.take([Page("error-503", "/", status=503)])


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
