"""The day itself: the experts score side by side, the organizer closes, issues and everybody downloads."""

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from defense.rehearsal.casting import Cast, ExpertPart, TraineePart
from defense.rehearsal.players import Download, Expert, Organizer, Passerby, Trainee
from defense.rehearsal.points import imagined_points
from events.whole_files import write_whole

PHONES_AT_ONCE = 8

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Figures:
    """What a rehearsal counts, all of it seen over HTTP."""

    sheets_submitted: int
    sheets_refused: int
    results: int
    diplomas: int
    verified: int


def play_day(cast: Cast, *, url: str, seed: int, report: Path, tell: Tell) -> Figures:
    """Play the whole day and leave `results.json` and the diplomas in the report folder."""
    submitted, refused = score_everything(cast, url=url, seed=seed, tell=tell)
    with closing(Organizer(url, cast.slug)) as organizer:
        organizer.log_in(cast.organizer_email, cast.organizer_password)
        organizer.close_scoring()
        tell("Scoring is closed")
        results = organizer.results()
        organizer.issue_diplomas(patience_seconds=render_patience_seconds(), tell=tell)
    downloads = download_everything(cast, url=url)
    figures = Figures(
        sheets_submitted=submitted,
        sheets_refused=refused,
        results=len(results["teams"]),
        diplomas=len(downloads),
        verified=count_valid(downloads, url=url),
    )
    write_report(report, seed, figures, results, downloads)
    return figures


def render_patience_seconds() -> int:
    """A diploma that a worker lost is taken up again when its lease has run out, at the next sweep."""
    return 30 + int(settings.RENDER_LEASE_SECONDS)


def score_everything(cast: Cast, *, url: str, seed: int, tell: Tell) -> tuple[int, int]:
    """Every expert enters and scores every defense they may: sheets submitted, sheets refused."""

    def play(part: ExpertPart) -> list[bool]:
        with closing(Expert(url, part.name, part.seat_id)) as expert:
            expert.enter(part.token)
            return [
                expert.score(
                    defense,
                    imagined_points(
                        cast.scales,
                        seed=seed,
                        expert=part.order,
                        project=cast.project_of_defense[defense],
                    ),
                )
                for defense in expert.defenses()
            ]

    taken: list[bool] = []
    with ThreadPoolExecutor(max_workers=max(1, len(cast.experts))) as hall:
        for number, sheets in enumerate(hall.map(play, cast.experts), start=1):
            taken += sheets
            tell(f"{number} of {len(cast.experts)} experts have scored, {sum(taken)} sheets")
    return sum(taken), len(taken) - sum(taken)


def download_everything(cast: Cast, *, url: str) -> list[Download]:
    def play(part: TraineePart) -> Download:
        with closing(Trainee(url, part.name)) as trainee:
            trainee.enter(part.token)
            return trainee.download()

    with ThreadPoolExecutor(max_workers=PHONES_AT_ONCE) as hall:
        return list(hall.map(play, cast.trainees))


def count_valid(downloads: Iterable[Download], *, url: str) -> int:
    with closing(Passerby(url, "passer-by")) as passerby:
        return sum(passerby.finds_valid(download.code) for download in downloads)


def write_report(
    folder: Path, seed: int, figures: Figures, results: dict[str, Any], downloads: list[Download]
) -> None:
    diplomas = folder / "diplomas"
    diplomas.mkdir(parents=True, exist_ok=True)
    for earlier in diplomas.glob("*.pdf"):
        earlier.unlink()
    for download in downloads:
        write_whole(diplomas / f"{download.code}.pdf", download.content, mode=0o666)
    report = {
        "seed": seed,
        "figures": asdict(figures),
        "results": results,
        "diplomas": [
            {"name": download.name, "code": download.code, "file": f"diplomas/{download.code}.pdf"}
            for download in downloads
        ],
    }
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    write_whole(folder / "results.json", text, mode=0o666)
