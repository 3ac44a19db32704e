"""Which rows an event's log answers for, and what of them: the one table of it.

A line holds a keyed hash of every row that its act left, or None for one that went; the first loading
lists them all, or for an event of before `manage.py prepare` (services/listing.py). So each row is what the last line that names it says, and a row that no line names was
put in. What decides who wins, who may judge and what a paper says stands here; score sheets and their
revisions have lines of their own shape (`experts/reports/given.py`). Models are named by their labels:
nothing higher is imported. The names of the columns are part of stored hashes; a column that holds its default
is not, so that one that is added later changes none.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from itertools import compress
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Exists, Model, OuterRef, QuerySet
from i18nfield.strings import LazyI18nString

from events.models import AuditEntry, AuditHead, Event
from events.models.audit import keyed_hash, stamp
from events.texts import column


@dataclass(frozen=True)
class Cover:
    """The way from a row to its event; the columns that move without a line; values that count as one."""

    event: str
    besides: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)


# Rows by their names; the covered columns of each, as the database holds them.
Rows = Mapping[str, list[Any]]

COVERED: Final = {
    "events.Event": Cover("pk", frozenset({"rule_locked_at", "rule_version"})),
    "events.Membership": Cover("event"),
    "events.Person": Cover("event"),
    "events.AskedName": Cover("person__event"),
    "events.ConfirmedName": Cover("person__event"),
    "events.Photograph": Cover("person__event"),
    "events.Pass": Cover(
        "person__event", frozenset({"device_hash", "redeemed_at", "refused_count"})
    ),
    # What a tablet says of itself, and what is tried on it, writes no line.
    "events.Enrolment": Cover(
        "card__person__event",
        frozenset(
            {
                *("entered_at", "last_seen_at", "page_version", "unsent_count"),
                *("clock_ms", "battery_percent", "wrong_count", "waits_until"),
                "locked_at",
            }
        ),
    ),
    "events.Rubric": Cover("event"),
    "events.Criterion": Cover("rubric__event"),
    "events.Room": Cover("event"),
    "events.RunItem": Cover("room__event"),
    "projects.Project": Cover("event"),
    "projects.Supervisor": Cover("project__event"),
    "projects.TeamMember": Cover("project__event"),
    # Its state follows its line of the run of show.
    "projects.Defense": Cover("project__event", frozenset({"state"})),
    "projects.Draw": Cover("room__event"),
    "projects.DrawStep": Cover("room__event"),
    "experts.Panel": Cover("room__event"),
    "experts.Seat": Cover("panel__room__event"),
    "experts.Interest": Cover("project__event"),
    "experts.Presence": Cover("defense__project__event"),
    "experts.Declaration": Cover("seat__panel__room__event"),
    "experts.SetAside": Cover("sheet__defense__project__event"),
    "experts.CastingVote": Cover("event"),
    "experts.StepOut": Cover("project__event"),
    "experts.TabletKey": Cover("card__person__event"),
    "experts.PaperEntry": Cover("defense__project__event"),
    "experts.RuleChange": Cover("event"),
    "experts.Protocol": Cover("event"),
    "experts.ProtocolSeal": Cover("protocol__event"),
    "experts.Annex": Cover("protocol__event"),
    "experts.QueryWindow": Cover("event"),
    "experts.Query": Cover("project__event"),
    "experts.PanelVote": Cover("panel__room__event"),
    "experts.VotedTeam": Cover("vote__panel__room__event"),
    "experts.Voter": Cover("vote__panel__room__event"),
    # Never what they say: a line for each that is cast would lead from it to who cast it.
    "experts.SecretBallot": Cover("vote__panel__room__event", frozenset({"choice", "team_id"})),
    "experts.CountingSeat": Cover("vote__panel__room__event"),
    "experts.DecidingVoice": Cover("vote__panel__room__event"),
    "experts.Nomination": Cover("project__event"),
    "experts.Award": Cover("project__event"),
    "experts.Dissent": Cover("seat__panel__room__event"),
    "experts.DeliberationNote": Cover("event"),
    "experts.PanelQuestion": Cover("defense__project__event"),
    "experts.AddedWords": Cover("sheet__defense__project__event"),
    "experts.LookRound": Cover("event"),
    "experts.SecondLook": Cover("round__event"),
    "diplomas.Design": Cover("event"),
    "diplomas.Logo": Cover("event"),
    "diplomas.ChosenLanguage": Cover("person__event"),
    # A worker makes the file of a diploma, and writes no line; what an award is for stands in its words.
    "diplomas.Diploma": Cover(
        "event", frozenset({"file_hash", "ready_at", "award"}), {"ready": "pending"}
    ),
    "diplomas.Ending": Cover("diploma__event"),
    "diplomas.Handover": Cover("diploma__event"),
    "diplomas.CallOrder": Cover("event"),
    "diplomas.Unfinished": Cover("person__event"),
    # A worker draws the picture.
    "diplomas.Sharing": Cover("diploma__event", frozenset({"picture_hash"})),
}


def lines_of(*rows: Model, gone: Iterable[str] = ()) -> dict[str, Any]:
    """For the details of a line: the rows as they stand in the database, and the names of those that went."""
    found: dict[str, str | None] = dict.fromkeys(gone)
    by_model: dict[type[Model], list[Any]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row.pk)
    for model, ids in by_model.items():
        found |= _hashes(model._meta.label, {"pk__in": ids})
    return {"rows": found}


def lines_of_all(event: Event) -> dict[str, Any]:
    """For the details of a line: every covered row of the event."""
    return _listed(event, COVERED)


def lines_of_unlisted(event: Event) -> dict[str, Any]:
    """For the details of a line: every row of the models that no line has listed whole, if there are any.

    Holds the head of the log, so that what others change from now on has its line after this one.
    """
    AuditHead.locked(event.pk)
    listed = AuditEntry.objects.filter(event=event, details__has_key="whole")
    known = {
        model for details in listed.values_list("details", flat=True) for model in details["whole"]
    }
    labels = [label for label in COVERED if _model_name(label) not in known]
    return _listed(event, labels) if labels else {}


def _listed(event: Event, labels: Collection[str]) -> dict[str, Any]:
    filled = [label for label in _filled(event) if label in labels]
    rows = {name: found for label in filled for name, found in hashes_now(event, label).items()}
    return {"rows": rows, "whole": [_model_name(label) for label in labels]}


def lines_since(before: Rows, event: Event) -> dict[str, Any]:
    """For the details of a line: what changed since `all_rows`, and what no line listed yet.

    What somebody else changed before is not told as ours, so that no later act covers it up.
    """
    unlisted = lines_of_unlisted(event)
    listed, now = unlisted.get("rows", {}), all_rows(event)
    changed = [name for name, row in now.items() if name not in listed and before.get(name) != row]
    rows = dict.fromkeys(before.keys() - now.keys()) | _hashes_of(changed) | listed
    return {**unlisted, "rows": rows}


def all_rows(event: Event) -> Rows:
    """Every covered row of the event. Only compared, so nothing is made of the columns."""
    found: dict[str, list[Any]] = {}
    filled = _filled(event)
    with connection.cursor() as cursor:
        for label in filled:
            cursor.execute(_statement(label), [event.pk])
            name = _model_name(label)
            found |= {f"{name}:{pk}": row for pk, *row in cursor.fetchall()}
    return found


def _filled(event: Event) -> list[str]:
    """The models of which the event has rows, in one query: most have none for most of its life."""
    statement, values = _question_of_all()
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, event.pk])
        return list(compress(COVERED, cursor.fetchone()))


@cache
def _question_of_all() -> tuple[str, tuple[Any, ...]]:
    """Asks of each covered model whether an event has rows of it; the event is its last parameter."""
    has_rows = (
        Exists(_covered(label).filter(**{cover.event: OuterRef("pk")}))
        for label, cover in COVERED.items()
    )
    asked = Event.objects.filter(pk=0).order_by().values_list(*has_rows)
    statement, values = asked.query.sql_with_params()
    return statement, values[:-1]


@cache
def _statement(label: str) -> str:
    """Reads an event's rows of a model; the event is its only parameter."""
    rows = _covered(label).filter(**{COVERED[label].event: 0}).values_list("pk", *_columns(label))
    return rows.query.sql_with_params()[0]


def hashes_now(event: Event, label: str) -> dict[str, str]:
    """Of every row of the event, by the names of the rows."""
    return _hashes(label, {COVERED[label].event: event.pk})


def _hashes_of(names: Iterable[str]) -> dict[str, str]:
    by_model: dict[str, list[str]] = {}
    for name in names:
        model, _colon, pk = name.partition(":")
        by_model.setdefault(model, []).append(pk)
    hashes = (
        _hashes(label, {"pk__in": by_model[_model_name(label)]})
        for label in COVERED
        if _model_name(label) in by_model
    )
    return {name: found for each in hashes for name, found in each.items()}


def _hashes(label: str, which: Mapping[str, Any]) -> dict[str, str]:
    usual, name = _columns(label), _model_name(label)
    rows = _covered_columns(label).filter(**which)
    return {f"{name}:{row['pk']}": hash_of_row(COVERED[label], usual, row) for row in rows}


@cache
def _covered_columns(label: str) -> QuerySet[Model, dict[str, Any]]:
    """Never asked itself: to look up the names of the columns takes longer than to read a row."""
    return _covered(label).values("pk", *_columns(label))


def _covered(label: str) -> QuerySet[Model]:
    rows: QuerySet[Model] = apps.get_model(label)._default_manager.order_by("pk")
    return rows


@cache
def _columns(label: str) -> Mapping[str, Any]:
    """The covered columns of a model, with what each usually holds."""
    fields = apps.get_model(label)._meta.concrete_fields
    besides = COVERED[label].besides
    return {each.attname: each.get_default() for each in fields if each.attname not in besides}


def _model_name(label: str) -> str:
    return str(apps.get_model(label)._meta.model_name)


def hash_of_row(cover: Cover, usual: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """Of what is not as usual, so that a column that a later version adds leaves the hashes as they are."""
    told = [name for name in sorted(usual) if row[name] != usual[name]]
    values = [[name, _plainly(row[name], cover)] for name in told]
    return keyed_hash(["row", *values])[:32]


def _plainly(value: Any, cover: Cover) -> Any:
    match value:
        case LazyI18nString():
            return column(value)
        case datetime():
            return stamp(value.astimezone(UTC))
        case date() | time():
            return value.isoformat()
        case Decimal():
            return format(value.normalize(), "f")
        case str():
            return cover.same.get(value, value)
        case UUID():
            return str(value)
    return value


@dataclass(frozen=True)
class Said:
    """What a line says of a row: its hash, or None when it went."""

    line: int
    hash: str | None


@dataclass
class CoveredRows:
    """The rows as the log left them, by their names, and the models that a line listed whole."""

    rows: dict[str, dict[str, Said]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)

    def read(self, entry: AuditEntry) -> None:
        for model in entry.details.get("whole", ()):
            self.whole.add(model)
            for name in self.rows.get(model, ()):
                self.rows[model][name] = Said(entry.number, None)
        for name, found in entry.details.get("rows", {}).items():
            self.rows.setdefault(name.partition(":")[0], {})[name] = Said(entry.number, found)

    def is_put_in(self, name: str) -> bool:
        """Whether a row that no line names came after a line had listed all of its kind."""
        return name.partition(":")[0] in self.whole


def differences(event: Event, log: CoveredRows) -> Iterator[str]:
    """One sentence for each row that is not what the log says of it."""
    for label in COVERED:
        now = hashes_now(event, label)
        said = log.rows.get(_model_name(label), {})
        for name in sorted({*now, *said}, key=_in_order):
            if sentence := _difference(name, now.get(name), said.get(name), log):
                yield sentence


def _in_order(name: str) -> tuple[int, str]:
    """By the key of the row, which is a number, or of a secret ballot a name by chance."""
    key = name.partition(":")[2]
    return len(key), key


def _difference(name: str, now: str | None, said: Said | None, log: CoveredRows) -> str | None:
    row = _named(name)
    if said is None:
        return f"{row} is in no line of the log." if log.is_put_in(name) else None
    if now == said.hash:
        return None
    if now is None:
        return f"{row} is gone; line {said.line} says it is there."
    if said.hash is None:
        return f"{row} is there; line {said.line} says it went."
    return f"{row} is not what line {said.line} says."


def unlisted_count(event: Event, log: CoveredRows) -> int:
    """Of rows that came before lines named them."""
    said = {name for rows in log.rows.values() for name in rows}
    return sum(not (name in said or log.is_put_in(name)) for name in all_rows(event))


def _named(name: str) -> str:
    model, _colon, pk = name.partition(":")
    return f"{WORDS.get(model, model).capitalize()} {pk}"


WORDS: Final = {
    "askedname": "asked spelling",
    "callorder": "call order",
    "chosenlanguage": "chosen language",
    "paperentry": "entry from paper",
    "castingvote": "casting vote",
    "countingseat": "seat that counts",
    "decidingvoice": "deciding voice",
    "lookround": "round of second looks",
    "pass": "card",
    "ending": "end of a diploma",
    "enrolment": "tablet",
    "handover": "handing over of a diploma",
    "deliberationnote": "note of the deliberation",
    "drawstep": "step of the draw",
    "panelquestion": "question of the panel",
    "panelvote": "vote of the panel",
    "protocolseal": "seal",
    "querywindow": "window of queries",
    "rulechange": "change of the rule",
    "runitem": "line of the run of show",
    "secondlook": "second look",
    "secretballot": "secret ballot",
    "setaside": "sheet set aside",
    "sharing": "sharing of a diploma",
    "stepout": "stepping out",
    "tabletkey": "key of a tablet",
    "teammember": "member",
    "votedteam": "team of a vote",
}
