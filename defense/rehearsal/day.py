"""The day itself: the experts score side by side, the organizer closes, chair and secretary seal, everybody downloads."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, replace
from itertools import compress
from pathlib import Path
from typing import Any, Self

from django.conf import settings

from defense.rehearsal.casting import Cast, ExpertPart, TraineePart
from defense.rehearsal.players import (
    Download,
    Expert,
    Organizer,
    Passerby,
    RehearsalFailed,
    Trainee,
)
from defense.rehearsal.points import imagined_points
from defense.rehearsal.sealing import Leader, NotSealed, Sealed, Secretary
from events.whole_files import write_whole
from experts.reports.cells import CellState

PHONES_AT_ONCE = 8

Tell = Callable[[str], None]


@dataclass(frozen=True)
class ProtocolFigures:
    """What the sealed record holds; `quorum` is of the session of each room."""

    version: int
    places: int
    recusals: int
    questions: int
    sheets: int
    quorum: str
    fingerprint: str
    languages: int

    @classmethod
    def of(cls, sealed: Sealed) -> Self:
        record = sealed.record
        return cls(
            version=sealed.version,
            places=sum(each["place"] is not None for each in record["results"]),
            recusals=len(record["recusals"]),
            questions=len(record["questions"]),
            sheets=sum(each["state"] == CellState.SUBMITTED for each in record["sheets"]),
            quorum=", ".join(
                f"{each['taking_part']} of {each['entitled']} ({each['needed']} needed)"
                for each in record["quorum"]["session"]
            ),
            fingerprint=f"{sealed.sha256[:4]} {sealed.sha256[4:8]}",
            languages=len({name.rpartition("-")[2] for name in sealed.papers}),
        )

    def __str__(self) -> str:
        return (
            f"the protocol: version {self.version}, quorum {self.quorum}, {self.places} places, "
            f"{self.recusals} recusals, {self.questions} questions, {self.sheets} sheets, "
            f"fingerprint {self.fingerprint}, {self.languages} languages"
        )


@dataclass(frozen=True)
class Figures:
    """What a rehearsal counts, all of it seen over HTTP. `protocol` is None where nothing could be sealed."""

    sheets_submitted: int
    sheets_refused: int
    results: int
    diplomas: int
    verified: int
    protocol: ProtocolFigures | None


def play_day(cast: Cast, *, url: str, seed: int, report: Path, tell: Tell) -> Figures:
    """Play the whole day and leave `results.json`, the protocol and the diplomas in the report folder."""
    with ExitStack() as hall:
        experts = {
            part: hall.enter_context(closing(_tablet_of(part, url))) for part in cast.experts
        }
        submitted, refused = score_everything(cast, experts, seed=seed, tell=tell)
        organizer = hall.enter_context(closing(Organizer(url, cast.slug)))
        organizer.log_in(cast.organizer_email, cast.password)
        organizer.close_scoring()
        tell("Scoring is closed")
        sealed = seal_everything(cast, list(experts.values()), url=url, tell=tell)
        results = organizer.results()
        organizer.issue_diplomas(patience_seconds=render_patience_seconds(), tell=tell)
    downloads = download_everything(cast, url=url)
    figures = Figures(
        sheets_submitted=submitted,
        sheets_refused=refused,
        results=len(results["teams"]),
        diplomas=len(downloads),
        verified=count_valid(downloads, url=url),
        protocol=ProtocolFigures.of(sealed) if sealed else None,
    )
    write_report(report, seed, figures, results, downloads)
    write_files(report / "protocol", sealed.papers if sealed else {})
    return figures


def _tablet_of(part: ExpertPart, url: str) -> Expert:
    return (Leader if part.leads else Expert)(url, part.name, part.seat_id)


def render_patience_seconds() -> int:
    """A diploma that a worker lost is taken up again when its lease has run out, at the next sweep."""
    return 30 + int(settings.RENDER_LEASE_SECONDS)


def score_everything(
    cast: Cast, experts: Mapping[ExpertPart, Expert], *, seed: int, tell: Tell
) -> tuple[int, int]:
    """Every expert enters, scores every defense they may and asks one team: sheets submitted, sheets refused."""

    def play(part: ExpertPart) -> list[bool]:
        expert = experts[part]
        expert.enter(part.token)
        defenses = expert.defenses()
        taken = [
            expert.score(
                defense,
                imagined_points(
                    cast.scales,
                    seed=seed,
                    expert=part.order,
                    project=cast.project_of_defense[defense],
                ),
            )
            for defense in defenses
        ]
        for defense in list(compress(defenses, taken))[:1]:
            expert.ask(defense)
        return taken

    taken: list[bool] = []
    with ThreadPoolExecutor(max_workers=max(1, len(experts))) as hall:
        for number, sheets in enumerate(hall.map(play, experts), start=1):
            taken += sheets
            tell(f"{number} of {len(experts)} experts have scored, {sum(taken)} sheets")
    return sum(taken), len(taken) - sum(taken)


def seal_everything(
    cast: Cast, experts: Sequence[Expert], *, url: str, tell: Tell
) -> Sealed | None:
    """The deliberation, the two seals and the papers; None, and told why, where nothing could be sealed."""
    with closing(Secretary(url, cast.slug)) as secretary:
        secretary.log_in(cast.secretary_email, cast.password)
        try:
            sealed = seal(secretary, experts)
        except NotSealed as hindrance:
            tell(f"The protocol is not sealed: {hindrance}")
            return None
        tell("The protocol is sealed by chair and secretary")
        papers = secretary.papers(patience_seconds=render_patience_seconds(), tell=tell)
        return replace(sealed, papers=papers)


def seal(secretary: Secretary, experts: Sequence[Expert]) -> Sealed:
    """Raises NotSealed."""
    leaders = [each for each in experts if isinstance(each, Leader)]
    secretary.move_the_recused()
    for leader in leaders:
        leader.cast_votes()
    while secretary.put_ties_to_vote():
        for expert in experts:
            expert.vote()
        secretary.close_votes()
    secretary.move_the_recused(back="on")
    secretary.end_queries()
    sha256 = secretary.prepare()
    if not any(leader.seal(sha256) for leader in leaders):
        raise RehearsalFailed("No tablet of chair or deputy was asked for the seal.")
    secretary.seal(sha256)
    return secretary.sealed(sha256)


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
    write_files(folder / "diplomas", {each.code: each.content for each in downloads})
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


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """These and no earlier ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for earlier in folder.glob("*.pdf"):
        earlier.unlink()
    for name, content in files.items():
        write_whole(folder / f"{name}.pdf", content, mode=0o666)
