"""The cast with everything that could leak: names with a canary, a sheet, a diploma with its file."""

from dataclasses import dataclass

from diplomas.files import FILES
from diplomas.models import Diploma, RenderJob
from events.models import Enrolment, Pass, Person
from events.models.passes import hash_of
from tests.cast import DEVICE, Cast, gather
from tests.factories import (
    DAY,
    DesignFactory,
    DiplomaFactory,
    PassFactory,
    RenderJobFactory,
    ScoreSheetFactory,
    SheetRevisionFactory,
)
from tests.kept_rows import made_once

CANARY = "Qanaryov"


@dataclass(frozen=True)
class Scene:
    cast: Cast
    diploma: Diploma
    clara_pass: Pass


@made_once
def set_scene(*, is_rehearsal: bool = False, programme: str = "Programme") -> Scene:
    cast = gather()
    cast.event.is_rehearsal = is_rehearsal  # before any points: no event with sheets becomes one
    cast.event.save(update_fields=["is_rehearsal"])
    for person in Person.objects.filter(event=cast.event):
        Person.objects.filter(pk=person.pk).update(name=f"{person.name} {CANARY}")
    DesignFactory(event=cast.event)
    DesignFactory(event=cast.other_event)
    sheet = ScoreSheetFactory(seat=cast.emil, defense=cast.defense)
    SheetRevisionFactory(sheet=sheet, points={"research": "8", "answers": "9"}, comment=CANARY)
    clara_pass = PassFactory(person=cast.clara.person, device_hash=hash_of(DEVICE))
    Enrolment.objects.create(card=clara_pass, opened_at=DAY, entered_at=DAY)
    return Scene(cast=cast, diploma=ready_diploma(cast, programme), clara_pass=clara_pass)


def ready_diploma(cast: Cast, programme: str) -> Diploma:
    diploma = DiplomaFactory(
        person=cast.tia.person,
        state=Diploma.State.READY,
        is_rehearsal=cast.event.is_rehearsal,
        file_hash=FILES.save(b"%PDF-1.7 " + CANARY.encode()),
        snapshot={
            "name": f"Tia {CANARY}",
            "programme": programme,
            "issued_on": "2019-11-30",
        },
    )
    RenderJobFactory(diploma=diploma, state=RenderJob.State.DONE)
    return diploma
