"""The rows: one for every named URL of the program."""

import json
from uuid import uuid4

from defense.event_file import write_event_file
from defense.event_file.writing import dump_event
from diplomas.file_kinds import FILE_KINDS
from diplomas.files import made_files
from diplomas.models import Diploma, FileJob, Handover, RenderJob
from diplomas.services.logos import hash_of_logo, put_logo
from events.entry_forms import packed
from events.models import AskedName, Event, Invitation, Membership, Person, RunItem, Upload
from events.services.members import invite
from events.services.photographs import hash_of_photograph, put_photograph
from events.services.uploads import keep_upload
from experts.models import (
    Award,
    Call,
    CastingVote,
    Interest,
    Nomination,
    PanelQuestion,
    PanelVote,
    PaperEntry,
    Presence,
    ScoreSheet,
    Seat,
)
from experts.services.setting_aside import set_sheet_aside
from projects.models import DrawStep, Project
from projects.services.draws import note_answer
from tests.experts.hall import fill
from tests.factories import (
    DAY,
    DiplomaFactory,
    EventFactory,
    MembershipFactory,
    ProjectFactory,
    SeatFactory,
)
from tests.house.doors import (
    BEHIND_LOGIN,
    EXPERTS,
    MEMBERS,
    METHODS,
    NOT_ALLOWED,
    ORGANIZERS,
    TRAINEES,
    Arguments,
    Data,
    Door,
    changing_page,
    event,
    everyone,
    open_page,
    organizer_act,
    organizer_page,
)
from tests.house.scene import CANARY, Scene
from tests.pictures_of_people import portrait
from tests.spreadsheets import delimited


def project(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, scene.cast.defense.project.number]


def interest(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, scene.cast.recusal.pk]


def team(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, scene.cast.defense.project.pk]


def spare_team(scene: Scene) -> list[object]:
    """One on which nothing hangs."""
    event = scene.cast.event
    spare = Project.objects.filter(event=event, number=2).first()
    return [event.slug, (spare or ProjectFactory(event=event, number=2)).pk]


def noted(scene: Scene) -> dict[str, object]:
    return {"topic_en": str(scene.cast.defense.project.topic), "note": "A"}


def tia_of_team(scene: Scene) -> dict[str, object]:
    return {"role": "member", "person": scene.cast.tia.person.key}


def seat(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, scene.cast.emil.person.key]


def reserve(scene: Scene) -> list[object]:
    """A seat on which nothing hangs."""
    event = scene.cast.event
    found = Seat.objects.of_event(event).filter(role=Seat.Role.RESERVE).select_related("person")
    spare = found.first() or SeatFactory(
        panel=scene.cast.emil.panel, order=4, role=Seat.Role.RESERVE, person__name="Spare"
    )
    return [event.slug, spare.person.key]


def line(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, scene.cast.defense.run_item.pk]


def spare_line(scene: Scene) -> list[object]:
    """A line that is no defense."""
    room = scene.cast.defense.run_item.room
    found, _is_new = RunItem.objects.get_or_create(
        room=room, order=2, defaults={"kind": RunItem.Kind.BREAK, "title": "Coffee"}
    )
    return [scene.cast.event.slug, found.pk]


def drawn(scene: Scene) -> dict[str, object]:
    return {"team": scene.cast.defense.project.pk, "place": "1"}


def draw_step(scene: Scene) -> list[object]:
    event, project = scene.cast.event, scene.cast.defense.project
    found = DrawStep.objects.of_event(event).first()
    step = found or note_answer(
        event, project.pk, question="Who?", place=1, actor="system:test", at=DAY
    )
    return [event.slug, step.pk]


def admitted(scene: Scene) -> list[object]:
    """The sheet of an expert who was not there."""
    Presence.objects.get_or_create(
        seat=scene.cast.emil, defense=scene.cast.defense, kind=Presence.Kind.ABSENT
    )
    return [scene.cast.event.slug, scene.cast.emil.pk, scene.cast.defense.pk]


def a_vote(scene: Scene) -> list[object]:
    """One that is open on the panel; the scoring of the scene is open, so that nothing becomes of it."""
    made = {"subject": "motion", "question": "Shall it be so?", "opened_at": DAY}
    found, _is_new = PanelVote.objects.get_or_create(panel=scene.cast.emil.panel, defaults=made)
    return [found.pk]


def a_vote_after_the_close(scene: Scene) -> list[object]:
    event, found = scene.cast.event, a_vote(scene)
    Event.objects.filter(pk=event.pk).update(scoring_closed_at=DAY)
    return [event.slug, *found]


def an_award_of_the_panel(scene: Scene) -> list[object]:
    made = {"kind": "research", "reason": "So.", "at": DAY}
    found, _is_new = Award.objects.get_or_create(project=scene.cast.defense.project, defaults=made)
    return [scene.cast.event.slug, found.pk]


def a_place_left_shared(scene: Scene) -> list[object]:
    event = scene.cast.event
    Event.objects.filter(pk=event.pk).update(scoring_closed_at=DAY)
    made = {"by": scene.cast.olga, "reason": "So.", "at": DAY}
    found, _is_new = CastingVote.objects.get_or_create(event=event, teams="1,2", defaults=made)
    return [event.slug, found.pk]


def emils_proposal(scene: Scene) -> list[object]:
    made = {"kind": "research", "reason": "So.", "at": DAY}
    found, _is_new = Nomination.objects.get_or_create(
        seat=scene.cast.emil, project=scene.cast.defense.project, defaults=made
    )
    return [found.pk]


def ritas_step(scene: Scene) -> dict[str, object]:
    return {"seat": scene.cast.rita.pk, "project": scene.cast.defense.project_id}


def claras_paper(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, scene.cast.clara.pk, scene.cast.defense.pk]


def what_it_says(scene: Scene) -> dict[str, object]:
    return {"points-research": "8", "points-answers": "9", "rubric_version": "1"}


def waiting_paper(scene: Scene) -> list[object]:
    """One that somebody entered once."""
    cast = scene.cast
    said = {"points": {"answers": "9", "research": "8"}, "rubric_version": 1, "at": DAY}
    found, _is_new = PaperEntry.objects.get_or_create(
        seat=cast.clara, defense=cast.defense, by=cast.hana, outcome="", defaults=said
    )
    return [cast.event.slug, found.pk]


def handed(scene: Scene) -> dict[str, object]:
    """What Clara's tablet could not send, unsigned."""
    cast = scene.cast
    operation = {
        "sheet": f"{cast.clara.pk}-{cast.defense.pk}",
        "op_id": str(uuid4()),
        "base_rev": 0,
        "rubric_version": 1,
        "final": True,
        "points": {"answers": "9", "research": "8"},
    }
    said = {
        "qorgau": "unsent sheets",
        "version": 1,
        "event": cast.event.slug,
        "person": cast.clara.person.key,
        "given": json.dumps([operation]),
    }
    return {"text": json.dumps(said)}


def emils_sheet(scene: Scene) -> dict[str, object]:
    found = ScoreSheet.objects.get(seat=scene.cast.emil)
    return {"sheet": found.pk, "reason": "Meant for another team."}


def sheet(scene: Scene) -> list[object]:
    """Emil's, set aside."""
    found = ScoreSheet.objects.get(seat=scene.cast.emil)
    if found.state != ScoreSheet.State.SET_ASIDE:
        set_sheet_aside(scene.cast.event, found.pk, reason="No.", actor="system:test", at=DAY)
    return [scene.cast.event.slug, found.pk]


def chosen_card(scene: Scene) -> dict[str, object]:
    return {"card": scene.clara_pass.pk}


def held_pass(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, scene.clara_pass.pk]


def diploma(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, scene.diploma.code]


def made_file(scene: Scene) -> list[object]:
    event = scene.cast.event
    kept = made_files(FILE_KINDS["print"]).save(b"%PDF-1.7 " + CANARY.encode())
    FileJob.objects.get_or_create(
        event=event,
        is_rehearsal=event.is_rehearsal,
        kind="print",
        defaults={"state": "done", "file_hash": kept, "finished_at": DAY},
    )
    return [event.slug, "print"]


def given_diploma(scene: Scene) -> list[object]:
    """Of somebody of its own: the one of the scene may be revoked by now."""
    note = Handover.objects.filter(diploma__event=scene.cast.event).first()
    if note is None:
        given = DiplomaFactory(person__event=scene.cast.event, state="ready", file_hash="a" * 64)
        note = Handover.objects.create(diploma=given, number=1, kind="in_person", at=DAY)
    return [scene.cast.event.slug, note.diploma.code]


def revoked_diploma(scene: Scene) -> list[object]:
    given = Diploma.objects.filter(pk=scene.diploma.pk, state=Diploma.State.READY)
    given.update(state=Diploma.State.REVOKED, revoked_at=DAY, revoke_reason="Given by mistake.")
    return diploma(scene)


def an_award_given(scene: Scene) -> list[object]:
    """For something, beside the diploma of the scene."""
    given = Diploma.objects.filter(kind=Diploma.Kind.AWARD, event=scene.cast.event).first()
    if given is None:
        said = scene.diploma.snapshot | {"award": {"en": "Best research"}}
        given = DiplomaFactory(
            person=scene.cast.tia.person,
            kind=Diploma.Kind.AWARD,
            state=Diploma.State.READY,
            file_hash="0" * 64,
            snapshot=said,
            sequence=90,
        )
        RenderJob.objects.create(diploma=given, state=RenderJob.State.DONE)
    return [scene.cast.event.slug, given.code]


def code(scene: Scene) -> list[object]:
    return [scene.diploma.code]


def defense(scene: Scene) -> list[object]:
    return [scene.cast.defense.pk]


def assignment(scene: Scene) -> list[object]:
    return [f"{scene.cast.emil.pk}-{scene.cast.defense.pk}"]


def a_tie(scene: Scene) -> dict[str, object]:
    team = scene.cast.defense.project_id
    return {"team": team, "kind": "other", "sentence": "A neighbour."}


def decision(scene: Scene) -> dict[str, object]:
    recusal = scene.cast.recusal
    said = {"outcome": "recuse", "reason": "Supervises the team."}
    seen = packed({str(recusal.pk): Interest.objects.get(pk=recusal.pk).decision})
    return {f"interest-{recusal.pk}-{name}": each for name, each in (said | {"seen": seen}).items()}


def tia(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, scene.cast.tia.person.key]


def tias_name(scene: Scene) -> dict[str, object]:
    return {"name": Person.objects.get(pk=scene.cast.tia.person_id).name}


def pictured(scene: Scene) -> list[object]:
    """Tia, with a photograph."""
    event, tia = scene.cast.event, scene.cast.tia.person
    if not hash_of_photograph(tia):
        put_photograph(event, tia.pk, portrait(), seen="", actor="system:test")
    return [event.slug, tia.key]


def as_seen(scene: Scene) -> dict[str, object]:
    return {"photograph-seen": hash_of_photograph(scene.cast.tia.person)}


def with_logo(scene: Scene) -> list[object]:
    event = scene.cast.event
    if not hash_of_logo(event):
        put_logo(event, portrait(), seen="", actor="system:test")
    return [event.slug]


def logo_seen(scene: Scene) -> dict[str, object]:
    return {"logo-seen": hash_of_logo(scene.cast.event)}


def newcomer(scene: Scene) -> list[object]:
    """Somebody on whom nothing hangs yet."""
    event = scene.cast.event
    Person.objects.get_or_create(event=event, key="newcomer", defaults={"name": "Newcomer"})
    return [event.slug, "newcomer"]


def tia_and_newcomer(scene: Scene) -> list[object]:
    newcomer(scene)
    return tia(scene)


def newcomer_as_tia(scene: Scene) -> dict[str, object]:
    return {"other": "newcomer"}


def opened(scene: Scene) -> list[object]:
    """The event between its draft and its day, from where there is a step for every right."""
    Event.objects.filter(pk=scene.cast.event.pk).update(phase=Event.Phase.OPEN)
    return [scene.cast.event.slug]


def playable(scene: Scene) -> list[object]:
    """Another event of the same members, with somebody to score a team, and no points."""
    if not Event.objects.filter(slug="tried-out").exists():
        fill(1, 1, Event.objects.get(slug=tried_out(scene)[0]))
    Event.objects.filter(slug="tried-out").update(phase=Event.Phase.OPEN)
    return ["tried-out"]


def rehearsed(scene: Scene) -> list[object]:
    """The same in a rehearsal that its page can take back."""
    Event.objects.filter(slug=playable(scene)[0]).update(is_rehearsal=True)
    return ["tried-out"]


def tried_out(scene: Scene) -> list[object]:
    """Another event of the same members, on which nothing hangs."""
    event = EventFactory(slug="tried-out", title="Tried out")
    for each in Membership.objects.filter(event=scene.cast.event):
        MembershipFactory(user=each.user, event=event, role=each.role)
    return [event.slug]


NEW_EVENT = {
    "name": "A new day",
    "city": "Taraz",
    "place": "School",
    "starts_on": "2026-11-30",
    "time_zone": "Asia/Almaty",
    "languages": "kk",
}


INVITED = {"email": "new@example.org", "role": "host"}


def hana(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, Membership.objects.get(user=scene.cast.hana).pk]


def invitation(scene: Scene) -> list[object]:
    invite(scene.cast.event, role="host", email="x@example.org", actor=scene.cast.olga, at=DAY)
    return [scene.cast.event.slug, Invitation.objects.get().pk]


SCALE = {"minimum": "1", "maximum": "10", "step": "1"}
RESEARCH = {"name_en": "Research", "weight": "60", **SCALE}
NEW_CRITERION = {"name_en": "Teamwork", "weight": "10", **SCALE}
SWITCHED = dict.fromkeys(("programme", "teams", "panel"), "yes")
WEIGHTS = {"weight_research": "60", "weight_answers": "40"}


def part_public(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, "public"]


def research(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, "research"]


def own_page(found: str = "200", *, is_act: bool = False) -> Door:
    """For every account, of no event."""
    answer = everyone("login", **dict.fromkeys(ORGANIZERS, found))
    if is_act:
        return Door({"POST": answer}, BEHIND_LOGIN, data=lambda scene: NEW_EVENT)
    return Door({"GET": answer, "HEAD": answer}, BEHIND_LOGIN)


def step(name: str) -> Data:
    return lambda scene: {"step": name}


POINTS = {"research": "9", "answers": "8"}


def emils_form(scene: Scene) -> dict[str, object]:
    """Builds on what Emil saved: the same from Clara, who has saved nothing, is a conflict."""
    points = {f"points-{key}": value for key, value in POINTS.items()}
    return {"op_id": str(uuid4()), "base_rev": 1, "rubric_version": 1, **points}


def emils_operation(scene: Scene) -> dict[str, object]:
    return {"op_id": str(uuid4()), "base_rev": 1, "rubric_version": 1, "points": POINTS}


WHOLE_QUESTION = {"text": "Why?", "answer": "So.", "seen": 0}


def asked_on_a_form(scene: Scene) -> dict[str, object]:
    ids = {"op_id": str(uuid4()), "question": str(uuid4())}
    team = scene.cast.defense.project.number
    return {**ids, **WHOLE_QUESTION, "team": team, "expert": scene.cast.emil.order}


def with_a_question(scene: Scene) -> list[object]:
    """Emil's, to be taken back."""
    cast = scene.cast
    where = {"seat": cast.emil, "defense": cast.defense, "text": "Why?", "at": DAY}
    PanelQuestion.objects.create(question=uuid4(), number=1, op_id=uuid4(), **where)
    return [cast.event.slug]


def emils_question(scene: Scene) -> dict[str, object]:
    noted = PanelQuestion.objects.current().get()
    return {**asked_on_a_form(scene), "question": str(noted.question), "seen": noted.number}


def emils_call(scene: Scene) -> list[object]:
    found = Call.objects.create(seat=scene.cast.emil, reason="tablet", op_id=uuid4(), at=DAY)
    return [scene.cast.event.slug, found.pk]


def claras_card(scene: Scene) -> dict[str, object]:
    return {"kind": "expert", "person": scene.cast.clara.person_id}


def unopened_cards(scene: Scene) -> dict[str, object]:
    return {"kind": "expert", "seen": scene.clara_pass.pk}


def somebody_seated(scene: Scene) -> dict[str, object]:
    return {"person": Seat.objects.of_event(scene.cast.event).in_order()[0].person_id}


def mistaken(scene: Scene) -> dict[str, object]:
    return {"reason": "It was given by mistake."}


def late(scene: Scene) -> dict[str, object]:
    """Somebody who stands on no list, with their team."""
    return {"name": "Aru Sultan", "team": scene.cast.defense.project.pk}


def agreed(data: Data = lambda scene: {}) -> Data:
    """An act that asks first, by somebody who has read what it will do."""
    return lambda scene: data(scene) | {"agreed": "999"}


def brought(scene: Scene) -> list[object]:
    """A list of one new person, looked at and not written."""
    content = delimited(["ФИО"], ["Анна Ким"])
    return [scene.cast.event.slug, kept(scene, Upload.Kind.LIST, content)]


def brought_event(scene: Scene) -> list[object]:
    content = write_event_file(dump_event(scene.cast.event))
    return [scene.cast.event.slug, kept(scene, Upload.Kind.EVENT_FILE, content)]


def kept(scene: Scene, kind: Upload.Kind, content: bytes) -> int:
    cast = scene.cast
    return keep_upload(cast.event, kind, name="список", content=content, by=cast.olga).pk


def a_list(kind: str) -> Arguments:
    return lambda scene: [scene.cast.event.slug, kind]


ASKED_NAMES = {f"printed_names_{each}": "Тиа Асқар" for each in ("kk", "ru", "en")} | {
    "why": "So it stands in the card."
}


def asked_name(scene: Scene) -> list[object]:
    """A spelling that Tia asks for on the phone."""
    tia = scene.cast.tia.person
    found, _is_new = AskedName.objects.get_or_create(
        person=tia,
        state=AskedName.State.WAITING,
        defaults={"names": {"kk": "Тиа"}, "why": "So.", "asked_at": DAY},
    )
    return [scene.cast.event.slug, found.pk]


def no_arguments(scene: Scene) -> list[object]:
    return []


def expert_page(arguments=no_arguments, **others: str) -> Door:
    """Read with an expert's card; who has none is asked for it."""
    page = everyone("card", **(dict.fromkeys(EXPERTS, "200") | others))
    refused = everyone("card", **dict.fromkeys(EXPERTS, "405"))
    return Door({"GET": page, "HEAD": page}, refused, arguments)


def expert_act(arguments=no_arguments, **others: str) -> Door:
    """By POST alone, with an expert's card."""
    act = everyone("card", **(dict.fromkeys(EXPERTS, "422") | others))
    return Door({"POST": act}, everyone("card", **dict.fromkeys(EXPERTS, "405")), arguments)


def trainee_page(
    found: str = "200", arguments: Arguments = lambda scene: [], **others: str
) -> Door:
    page = everyone("card", **(dict.fromkeys(TRAINEES, found) | others))
    refused = everyone("card", **dict.fromkeys(TRAINEES, "405"))
    return Door({"GET": page, "HEAD": page}, refused, arguments)


def version(scene: Scene) -> list[object]:
    return [scene.cast.event.slug, 1]


def read_version(scene: Scene) -> dict[str, object]:
    return {"sha256": "a" * 64, "is_read": "on"}


def chairs_act(
    arguments: Arguments = lambda scene: [],
    data: Data = lambda scene: {"text": "So."},
    refused: str = "",
) -> Door:
    """Refused to Clara in the chair as well, for there is no version of the scene's protocol."""
    others = dict.fromkeys(EXPERTS, refused or "403") | {"clara": refused or "409"}
    return Door(
        {"POST": everyone("card", **others)},
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
        arguments,
        data,
    )


DOORS: dict[str, Door] = {
    # The hall and everybody's pages
    "public:home": open_page(answer="200"),
    "public:health": open_page(),
    "public:event": open_page(event),
    "public:project": open_page(project),
    # Nothing is sealed; tests/experts/views/test_public_results.py sees both.
    "public:results": open_page(event, answer="404"),
    "public:result_data": open_page(event, answer="404"),
    "public:diploma_find": open_page(),
    "public:diploma": open_page(code),
    # Its holder shares it not; tests/diplomas/views/test_documents.py sees the picture.
    "public:diploma_picture": open_page(code, answer="404"),
    "public:diploma_with_slash": open_page(code, answer="on"),
    "public:pass_open": Door(
        {
            "GET": everyone("200"),
            "HEAD": everyone("200"),
            "POST": everyone("410"),
        },
        NOT_ALLOWED,
        data=lambda scene: {"token": "no such card"},
    ),
    "public:pass_by_address": open_page(lambda scene: ["#7K3M-Q9XB"], answer="on"),
    "public:pass_leave": Door({"POST": everyone("card")}, NOT_ALLOWED),
    # Nobody's tablet here was opened by a card; whoever is in goes on.
    "public:pass_unlock": Door(
        {
            "GET": everyone("card", **dict.fromkeys(EXPERTS, "on")),
            "HEAD": everyone("card", **dict.fromkeys(EXPERTS, "on")),
            "POST": everyone("card"),
        },
        NOT_ALLOWED,
        data=lambda scene: {"pin": "1234"},
    ),
    # Django's own view: any method leads back, and only POST changes the reader's language.
    "set_language": Door({}, everyone("on"), data=lambda scene: {"language": "kk"}),
    # Experts
    "expert:home": expert_page(),
    "expert:own_sheets": expert_page(),
    "expert:words": expert_page(),
    "expert:words_add": Door(
        # The scoring is open; Ella sits on another panel.
        {"POST": everyone("card", emil="409", rita="409", clara="409", ella="404")},
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
        lambda scene: [scene.cast.defense.pk],
    ),
    # Nobody is asked about anything: so few sheets are in.
    "expert:look_keep": Door(
        {"POST": everyone("card", **dict.fromkeys(EXPERTS, "404"))},
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
        lambda scene: [1],
    ),
    "expert:papers": expert_page(),
    # Nothing of the scene is sealed.
    "expert:paper": expert_page(lambda scene: ["protocol-kk"], **dict.fromkeys(EXPERTS, "404")),
    "expert:warm_up": Door(
        {
            "GET": everyone("card", **dict.fromkeys(EXPERTS, "200")),
            "HEAD": everyone("card", **dict.fromkeys(EXPERTS, "200")),
            # Emil has given points to a team.
            "POST": everyone("card", emil="422", rita="on", clara="on", ella="on"),
        },
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
        data=lambda scene: {"points-research": "5", "points-answers": "6"},
    ),
    "expert:decisions": expert_page(),
    "expert:decide": Door(
        # Rita's tie is decided already, Clara is in the chair, and Ella sits on another panel.
        {"POST": everyone("card", emil="403", rita="403", clara="422", ella="404")},
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
        lambda scene: [scene.cast.recusal.pk],
    ),
    "expert:rule": expert_page(emil="403", rita="403", ella="403"),
    # Nobody has proposed another rule; tests/experts/views/test_rule_pages.py sees it answered.
    "expert:rule_answer": expert_act(lambda scene: [1], **dict.fromkeys(EXPERTS, "404")),
    "expert:protocol": expert_page(emil="403", rita="403", ella="403"),
    "expert:protocol_seal": chairs_act(data=read_version),
    "expert:protocol_withdraw": chairs_act(data=lambda scene: {"reason": "No."}),
    "expert:query_answer": chairs_act(lambda scene: [1], refused="404"),
    # Of votes, awards and dissents nothing is done while the scoring is open, as it is in this scene.
    "expert:votes": expert_page(),
    "expert:vote_open": expert_act(),
    "expert:vote_cast": expert_act(a_vote, ella="404"),
    "expert:vote_close": expert_act(
        a_vote, ella="404", **dict.fromkeys(("emil", "rita", "clara"), "409")
    ),
    "expert:vote_withdraw": expert_act(
        a_vote, ella="404", **dict.fromkeys(("emil", "rita", "clara"), "409")
    ),
    "expert:vote_sign": expert_act(
        a_vote, ella="404", **dict.fromkeys(("emil", "rita", "clara"), "409")
    ),
    "expert:vote_decide": expert_act(a_vote, ella="404"),
    "expert:award_nominate": expert_act(),
    "expert:nomination_take_back": expert_act(
        emils_proposal, emil="409", **dict.fromkeys(("rita", "clara", "ella"), "404")
    ),
    "expert:dissent": expert_act(),
    "expert:deliberation": expert_page(),
    "expert:cast_vote": Door(
        # The scoring is open.
        {"POST": everyone("card", **dict.fromkeys(EXPERTS, "409"))},
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
    ),
    "expert:vote_back": Door(
        {"POST": everyone("card", **dict.fromkeys(EXPERTS, "404"))},
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
        lambda scene: [1],
    ),
    "expert:note_write": Door(
        # The scoring is open.
        {"POST": everyone("card", **dict.fromkeys(EXPERTS, "409"))},
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
    ),
    "expert:step_out": Door(
        # Clara is in the chair.
        {"POST": everyone("card", emil="403", rita="403", clara="on", ella="403")},
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
        data=ritas_step,
    ),
    "expert:declaration": Door(
        {
            "GET": everyone("card", **dict.fromkeys(EXPERTS, "200")),
            "HEAD": everyone("card", **dict.fromkeys(EXPERTS, "200")),
            "POST": everyone("card", **dict.fromkeys(EXPERTS, "on")),
        },
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
        data=lambda scene: dict.fromkeys(("rules_read", "ties_declared", "data_agreed"), "yes"),
    ),
    "expert:offline": open_page(),
    "expert:worker": open_page(),
    "expert:interests": Door(
        {
            "GET": everyone("card", **dict.fromkeys(EXPERTS, "200")),
            "HEAD": everyone("card", **dict.fromkeys(EXPERTS, "200")),
            # A team of this event is none of hers.
            "POST": everyone("card", emil="on", clara="on", rita="on", ella="422"),
        },
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
        data=a_tie,
    ),
    "expert:questions": Door(
        {
            "GET": everyone("card", emil="200", rita="403", clara="200", ella="404"),
            "HEAD": everyone("card", emil="200", rita="403", clara="200", ella="404"),
            "POST": everyone("card", emil="on", rita="403", clara="on", ella="404"),
        },
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
        lambda scene: [scene.cast.defense.pk],
        data=asked_on_a_form,
    ),
    "expert:score_sheet": Door(
        {
            "GET": everyone("card", emil="200", rita="200", clara="200", ella="404"),
            "HEAD": everyone("card", emil="200", rita="200", clara="200", ella="404"),
            "POST": everyone("401", emil="on", rita="403", clara="409", ella="404"),
        },
        everyone("card", **dict.fromkeys(EXPERTS, "405")),
        defense,
        emils_form,
    ),
    "api:sheet_save": Door(
        {
            "GET": everyone("401", emil="200", rita="404", clara="404", ella="404"),
            "PUT": everyone("401", emil="200", rita="404", clara="404", ella="404"),
        },
        NOT_ALLOWED,
        assignment,
        emils_operation,
    ),
    # Nobody's tablet here was opened by a card, so no PIN opens it.
    "api:unlock": Door(
        {"POST": everyone("403")}, NOT_ALLOWED, data=lambda scene: {"pin": "1234"}, is_json=True
    ),
    # Nobody's card here has a PIN, so no tablet locks itself.
    "api:lock": Door({"POST": everyone("401", **dict.fromkeys(EXPERTS, "200"))}, NOT_ALLOWED),
    "api:tablet": Door(
        {
            "GET": everyone("401", **dict.fromkeys(EXPERTS, "200")),
            "PUT": everyone("401", **dict.fromkeys(EXPERTS, "200")),
        },
        NOT_ALLOWED,
        data=lambda scene: {"version": "a", "unsent": 0},
    ),
    # No key of any tablet: experts are told that it was not accepted.
    "api:tablet_key": Door(
        {"PUT": everyone("401", **dict.fromkeys(EXPERTS, "422"))},
        NOT_ALLOWED,
        data=lambda scene: {"public_key": "AAAA", "proof": "AAAA"},
    ),
    "api:calls": Door(
        {
            "GET": everyone("401", **dict.fromkeys(EXPERTS, "200")),
            # An empty call is none; tests/experts/test_calls_api.py makes one.
            "POST": everyone("401", **dict.fromkeys(EXPERTS, "422")),
        },
        NOT_ALLOWED,
    ),
    "api:questions": Door(
        {
            "GET": everyone("401", **dict.fromkeys(EXPERTS, "200")),
            # An empty question is none; tests/experts/test_questions_api.py asks one.
            "POST": everyone("401", **dict.fromkeys(EXPERTS, "422")),
        },
        NOT_ALLOWED,
    ),
    "api:words": Door(
        {
            "GET": everyone("401", **dict.fromkeys(EXPERTS, "200")),
            # No words are none; tests/experts/test_words_api.py adds some.
            "POST": everyone("401", **dict.fromkeys(EXPERTS, "422")),
        },
        NOT_ALLOWED,
    ),
    "api:openapi-json": Door({}, everyone("200")),
    "api:api-root": Door({}, everyone("404")),
    # Trainees
    "trainee:home": trainee_page(),
    "trainee:team_sheet": trainee_page(),
    "trainee:diploma_download": trainee_page(tom="404"),
    # The diploma of the scene is Tia's.
    "trainee:document_download": trainee_page(tom="404", arguments=code),
    "trainee:document_share": Door(
        {"POST": everyone("card", **dict.fromkeys(TRAINEES, "on"))},
        everyone("card", **dict.fromkeys(TRAINEES, "405")),
        code,
        data=lambda scene: {"shared": "yes"},
    ),
    "trainee:name_ask": Door(
        {
            "GET": everyone("card", **dict.fromkeys(TRAINEES, "200")),
            "HEAD": everyone("card", **dict.fromkeys(TRAINEES, "200")),
            "POST": everyone("card", **dict.fromkeys(TRAINEES, "on")),
        },
        everyone("card", **dict.fromkeys(TRAINEES, "405")),
        data=lambda scene: ASKED_NAMES,
    ),
    # No document of the scene is in this language; tests/diplomas/views/test_own_names.py sees the picture.
    "trainee:name_page": trainee_page("404", arguments=lambda scene: ["xx"]),
    "trainee:naming_say": Door(
        {"POST": everyone("card", **dict.fromkeys(TRAINEES, "on"))},
        everyone("card", **dict.fromkeys(TRAINEES, "405")),
        data=lambda scene: {"named": "no"},
    ),
    "trainee:language_choose": Door(
        {"POST": everyone("card", **dict.fromkeys(TRAINEES, "on"))},
        everyone("card", **dict.fromkeys(TRAINEES, "405")),
        data=lambda scene: {"language": "ru"},
    ),
    "trainee:name_confirm": Door(
        {"POST": everyone("card", **dict.fromkeys(TRAINEES, "on"))},
        everyone("card", **dict.fromkeys(TRAINEES, "405")),
    ),
    # No team of the scene is shown its arithmetic.
    "trainee:arithmetic": trainee_page("404"),
    "trainee:arithmetic_say": Door(
        {"POST": everyone("card", **dict.fromkeys(TRAINEES, "404"))},
        everyone("card", **dict.fromkeys(TRAINEES, "405")),
        data=lambda scene: {"confirm": "yes"},
    ),
    # Organizers
    "organizer:home": own_page(),
    "organizer:event_new": own_page(),
    "organizer:event_add": own_page("on", is_act=True),
    "organizer:event_bring": own_page("422", is_act=True),
    "organizer:members": organizer_page("members"),
    "organizer:log": organizer_page("members"),
    "organizer:member_invite": organizer_act("members", data=lambda scene: INVITED),
    "organizer:member_role": organizer_act(
        "members", hana, data=lambda scene: {"role": "observer"}
    ),
    "organizer:member_remove": organizer_act("members", hana, data=agreed()),
    "organizer:member_leave": Door(
        {"POST": everyone("login", **dict.fromkeys(MEMBERS, "on"), oleg="404")},
        BEHIND_LOGIN,
        event,
        agreed(),
    ),
    "organizer:invitation_withdraw": organizer_act("members", invitation),
    "organizer:settings": organizer_page("settings"),
    "organizer:settings_save": organizer_act("settings", part_public, data=lambda scene: SWITCHED),
    "organizer:declaration": organizer_act("settings"),
    "organizer:second_factor": organizer_act("settings"),
    "organizer:preview": organizer_page("settings"),
    "organizer:criteria_save": organizer_act("settings", data=lambda scene: WEIGHTS),
    "organizer:criterion_new": organizer_page("settings"),
    "organizer:criterion_add": organizer_act("settings", data=lambda scene: NEW_CRITERION),
    "organizer:criterion": organizer_page("settings", research),
    "organizer:criterion_save": organizer_act("settings", research, data=lambda scene: RESEARCH),
    "organizer:criterion_remove": organizer_act("settings", research, data=agreed()),
    "organizer:event_remove": organizer_act("settings", tried_out, data=agreed()),
    "organizer:overview": organizer_page("day"),
    "organizer:event_move": organizer_act("settings", opened, data=agreed(step("withdraw"))),
    "organizer:day_move": organizer_act("day", opened, data=step("begin")),
    "organizer:run_of_show": organizer_page("day"),
    "organizer:line_new": organizer_page("day"),
    "organizer:line_add": organizer_act(
        "day", data=lambda scene: {"kind": "break", "title_en": "Coffee"}
    ),
    "organizer:line": organizer_page("day", line),
    "organizer:line_save": organizer_act(
        "day", line, data=lambda scene: {"kind": "defense", "project": "1", "note_en": "A"}
    ),
    "organizer:line_move": organizer_act("day", line),
    "organizer:line_remove": organizer_act("day", spare_line, data=agreed()),
    "organizer:line_cue": organizer_act("day", line, data=lambda scene: {"cue": "start"}),
    "organizer:draw": organizer_page("day"),
    "organizer:draw_print": organizer_page("day"),
    "organizer:draw_note": organizer_act("day", data=drawn),
    "organizer:draw_back": organizer_act("day", draw_step, data=lambda scene: {"reason": "No."}),
    "organizer:draw_apply": organizer_act("day"),
    "organizer:run_fill": organizer_act("day"),
    "organizer:rehearsal": changing_page("settings"),
    "organizer:rehearsal_progress": changing_page("settings"),
    "organizer:rehearsal_start": organizer_act("settings", playable, data=agreed()),
    "organizer:rehearsal_stop": organizer_act("settings"),
    "organizer:rehearsal_reset": organizer_act("settings", rehearsed, data=agreed()),
    "organizer:teams": organizer_page("people"),
    "organizer:people": organizer_page("people"),
    "organizer:person": organizer_page("people", tia),
    "organizer:person_new": changing_page("people"),
    "organizer:person_add": organizer_act("people", data=lambda scene: {"name": "Aru Sultan"}),
    "organizer:person_save": organizer_act("people", tia, data=tias_name),
    "organizer:person_merge": changing_page("people", tia),
    "organizer:person_merge_save": organizer_act(
        "people", tia_and_newcomer, data=agreed(newcomer_as_tia)
    ),
    "organizer:person_remove": organizer_act("people", newcomer, data=agreed()),
    "organizer:naming_save": organizer_act("people", tia),
    "organizer:photograph": organizer_page("people", pictured),
    "organizer:photograph_save": organizer_act("people", tia, done="422"),
    "organizer:photograph_remove": organizer_act("people", pictured, data=agreed(as_seen)),
    "organizer:names": organizer_page("people"),
    "organizer:names_sheet": organizer_page("people"),
    "organizer:name_take": organizer_act("people", asked_name),
    "organizer:name_decline": organizer_act(
        "people", asked_name, data=lambda scene: {"answer": "As in the card."}
    ),
    "organizer:imports": changing_page("people"),
    "organizer:import_bring": organizer_act("people", done="422"),
    "organizer:import_template": changing_page("people"),
    "organizer:import": changing_page("people", brought),
    "organizer:import_choose": organizer_act("people", brought),
    "organizer:import_write": organizer_act("people", brought),
    "organizer:import_drop": organizer_act("people", brought),
    "organizer:import_undo": organizer_act("people", brought),
    "organizer:import_refused": changing_page("people", brought),
    "organizer:lists": organizer_page("day"),
    "organizer:list_people": organizer_page("people", a_list("csv")),
    "organizer:list_teams": organizer_page("people", a_list("csv")),
    "organizer:list_panel": organizer_page("panel", a_list("csv")),
    "organizer:list_interests": organizer_page("panel", a_list("csv")),
    "organizer:list_scoring": organizer_page("scoring", a_list("csv")),
    "organizer:list_results": organizer_page("results", a_list("csv")),
    "organizer:list_points": organizer_page("results", a_list("csv")),
    "organizer:list_diplomas": organizer_page("diplomas", a_list("csv")),
    "organizer:event_file": organizer_page("settings"),
    "organizer:event_file_out": organizer_page("settings"),
    "organizer:event_file_bring": organizer_act("settings", done="422"),
    "organizer:event_file_look": changing_page("settings", brought_event),
    "organizer:event_file_write": organizer_act("settings", brought_event),
    "organizer:team_new": organizer_page("people"),
    "organizer:team_add": organizer_act(
        "people", data=lambda scene: {"topic_en": "A", "name": "New"}
    ),
    "organizer:team": organizer_page("people", team),
    "organizer:team_save": organizer_act("people", team, data=noted),
    "organizer:team_move": organizer_act("people", team),
    "organizer:team_remove": organizer_act("people", spare_team, data=agreed()),
    "organizer:team_person_add": organizer_act(
        "people", team, data=lambda scene: {"role": "member", "member-name": "New"}
    ),
    "organizer:team_person_move": organizer_act("people", team, data=tia_of_team),
    "organizer:team_person_remove": organizer_act("people", team, data=tia_of_team),
    "organizer:panel": organizer_page("panel"),
    "organizer:seat_new": organizer_page("panel"),
    "organizer:seat_add": organizer_act(
        "panel", data=lambda scene: {"name": "New", "role": "member"}
    ),
    "organizer:seat": organizer_page("panel", seat),
    "organizer:seat_save": organizer_act("panel", seat, data=lambda scene: {"role": "member"}),
    "organizer:seat_move": organizer_act("panel", seat),
    "organizer:seat_replace": organizer_act("panel", seat),
    "organizer:seat_remove": organizer_act("panel", reserve, data=agreed()),
    "organizer:interests_matrix": organizer_page("panel"),
    "organizer:interest_decide": organizer_act("panel", interest, data=decision),
    "organizer:scoring": organizer_page("scoring"),
    "organizer:questions": organizer_page("scoring"),
    "organizer:question_note": organizer_act("scoring", data=asked_on_a_form),
    "organizer:question_take_back": organizer_act(
        "scoring", with_a_question, data=agreed(emils_question)
    ),
    "organizer:call_see": organizer_act("scoring", emils_call),
    "organizer:call_finish": organizer_act("scoring", emils_call),
    "organizer:scoring_progress": organizer_page("scoring"),
    "organizer:scoring_print": organizer_page("scoring"),
    "organizer:looks_ask": organizer_act("scoring"),
    "organizer:scoring_close": organizer_act("scoring", data=agreed()),
    "organizer:scoring_reopen": organizer_act("scoring", data=lambda scene: {"reason": "Late."}),
    "organizer:paper": organizer_page("scoring"),
    "organizer:paper_sheets": changing_page("scoring"),
    "organizer:paper_entry": changing_page("scoring", claras_paper),
    "organizer:paper_enter": organizer_act("scoring", claras_paper, data=what_it_says),
    "organizer:paper_take_back": organizer_act("scoring", waiting_paper, data=agreed()),
    "organizer:take_in": changing_page("scoring"),
    "organizer:take_in_look": organizer_act("scoring", data=handed, done="200"),
    "organizer:take_in_store": organizer_act("scoring", data=handed),
    "organizer:presence": organizer_page("scoring"),
    "organizer:presence_note": organizer_act(
        "scoring", data=lambda scene: {"day": scene.cast.clara.pk}
    ),
    "organizer:presence_admit": organizer_act(
        "scoring", admitted, data=lambda scene: {"reason": "The chair saw her."}
    ),
    "organizer:sheets": organizer_page("scoring"),
    "organizer:sheet_aside": organizer_act("scoring", data=emils_sheet),
    "organizer:sheet_back": organizer_act("scoring", sheet, data=lambda scene: {"reason": "No."}),
    "organizer:slips": organizer_page("results"),
    "organizer:slips_list": organizer_page("results"),
    "organizer:evidence": organizer_page("results", found="on"),  # the scoring is open
    "organizer:votes": organizer_page("protocol"),
    "organizer:vote_open": organizer_act("protocol", done="422"),
    "organizer:vote_close": organizer_act("protocol", a_vote_after_the_close, data=agreed()),
    "organizer:vote_withdraw": organizer_act("protocol", a_vote_after_the_close, "422"),
    "organizer:awards": organizer_page("protocol"),
    "organizer:award_give": organizer_act("protocol", done="422"),
    "organizer:award_take_back": organizer_act(
        "protocol", an_award_of_the_panel, "422", data=lambda scene: {"reason": "Misheard."}
    ),
    "organizer:deliberation": organizer_page("results"),
    "organizer:shared_leave": organizer_act(
        "protocol", done="422", data=lambda scene: {"teams": "1", "reason": "So."}
    ),
    "organizer:shared_take_back": organizer_act("protocol", a_place_left_shared),
    "organizer:note_write": organizer_act("protocol", done="409"),  # the scoring is open
    "organizer:step_out": organizer_act("results", data=ritas_step),
    "organizer:results": organizer_page("results"),
    "organizer:results_data": organizer_page("results"),
    "organizer:rule": organizer_page("results"),
    "organizer:rule_propose": organizer_act("settings", done="422"),
    "organizer:rule_withdraw": organizer_act("settings", version),
    "organizer:methods": organizer_page("results"),
    "organizer:protocol": organizer_page("protocol"),
    # The scoring of the scene is open, so that there is no version yet.
    "organizer:protocol_record": organizer_page("protocol", version, found="404"),
    "organizer:protocol_prepare": organizer_act("protocol", done="422"),
    "organizer:protocol_seal": organizer_act("protocol", data=read_version),
    "organizer:protocol_withdraw": organizer_act("protocol", done="422"),
    "organizer:protocol_annex": organizer_act("protocol", done="422"),
    "organizer:queries_open": organizer_act("protocol"),
    "organizer:queries_waive": organizer_act("protocol", done="422"),
    "organizer:query_answer": organizer_act("protocol", version, "404"),
    "organizer:publishing": organizer_page("protocol"),
    "organizer:publishing_preview": organizer_page("protocol", found="on"),  # nothing is sealed
    "organizer:publishing_save": organizer_act("protocol"),
    "organizer:diplomas": organizer_page("diplomas"),
    "organizer:diplomas_progress": organizer_page("diplomas"),
    "organizer:diplomas_figures": organizer_page("diplomas"),
    "organizer:diplomas_issue": organizer_act("diplomas", data=agreed()),
    "organizer:diplomas_retry": organizer_act("diplomas"),
    "organizer:diplomas_correct": organizer_act("diplomas", data=agreed()),
    "organizer:diplomas_outdated": organizer_page("diplomas"),
    "organizer:diploma_file": organizer_page("diplomas", diploma),
    "organizer:diploma": organizer_page("diplomas", diploma),
    "organizer:award_reword": organizer_act(
        "diplomas", an_award_given, data=agreed(lambda scene: {"name_en": "Best method"})
    ),
    "organizer:diploma_anew": organizer_act("diplomas", revoked_diploma, data=agreed()),
    "organizer:diploma_revoke": organizer_act("diplomas", diploma, data=agreed(mistaken)),
    "organizer:diploma_duplicate": organizer_act("diplomas", diploma, data=agreed(mistaken)),
    "organizer:diploma_register": organizer_page("diplomas"),
    "organizer:diploma_register_xlsx": organizer_page("diplomas", a_list("kk")),
    "organizer:documents": organizer_page("diplomas", a_list("expert")),
    "organizer:documents_issue": organizer_act(
        "diplomas", a_list("expert"), data=agreed(somebody_seated)
    ),
    # Nobody of the scene supervises two; tests/defense/workspace/test_wording.py sees the picture.
    "organizer:documents_page": organizer_page(
        "diplomas", lambda scene: [scene.cast.event.slug, "expert", "longest-topic"], found="404"
    ),
    "organizer:wording": organizer_page("diplomas", a_list("expert")),
    "organizer:wording_save": organizer_act(
        "diplomas", a_list("expert"), data=lambda scene: {"hours": "72"}
    ),
    "organizer:wording_own": organizer_act("diplomas", a_list("expert"), data=agreed()),
    "organizer:completion_note": organizer_act(
        "diplomas", data=lambda scene: {"team": "1", "completed": "no"}
    ),
    "organizer:logo": organizer_page("diplomas", with_logo),
    "organizer:logo_save": organizer_act("diplomas"),
    "organizer:logo_remove": organizer_act("diplomas", with_logo, data=agreed(logo_seen)),
    "organizer:diploma_links": organizer_page("diplomas"),
    "organizer:mailing": organizer_page("diplomas", a_list("name")),
    "organizer:mailing_send": organizer_act("diplomas", a_list("name"), data=agreed()),
    "organizer:mailing_again": organizer_act("diplomas", a_list("name")),
    "organizer:mailing_sample": organizer_act("diplomas", a_list("name")),
    "organizer:call_order": organizer_page("diplomas"),
    "organizer:call_order_choose": organizer_act(
        "diplomas", data=lambda scene: {"order": "by-team"}
    ),
    "organizer:call_order_move": organizer_act("diplomas"),
    "organizer:call_order_forget": organizer_act("diplomas", data=agreed()),
    "organizer:papers": organizer_page("protocol"),
    "organizer:papers_part": organizer_page("protocol"),
    "organizer:papers_make": organizer_act("protocol"),
    "organizer:paper_file": organizer_page("protocol", a_list("protocol-kk"), found="404"),
    "organizer:diploma_files": organizer_page("diplomas"),
    "organizer:diploma_files_part": organizer_page("diplomas"),
    "organizer:diploma_files_get": organizer_page("diplomas", made_file),
    "organizer:diploma_files_make": organizer_act("diplomas", a_list("teams")),
    "organizer:handing": organizer_page("diplomas"),
    "organizer:handing_worker": organizer_page("diplomas"),
    "organizer:late": changing_page("diplomas"),
    "organizer:late_add": organizer_act("diplomas", data=agreed(late)),
    "organizer:handing_note": organizer_act(
        "diplomas", diploma, data=lambda scene: {"kind": "in_person"}
    ),
    "organizer:handing_back": organizer_act(
        "diplomas", given_diploma, data=lambda scene: {"number": "1"}
    ),
    "organizer:passes": organizer_page("passes"),
    "organizer:pass_issue": organizer_act("passes", done="200", data=agreed(claras_card)),
    "organizer:cards_replace": organizer_act("passes", done="200", data=agreed(unopened_cards)),
    "organizer:pass_revoke": organizer_act("passes", held_pass, data=agreed()),
    "organizer:tablets": organizer_page("passes"),
    "organizer:tablets_stop": organizer_act("passes", data=agreed(chosen_card)),
    "organizer:tablets_renew": organizer_act("passes", done="200", data=agreed(chosen_card)),
}

# django-allauth's pages: the visitor's own account, and nothing of an event. Nobody signs up.
# Answers to GET, HEAD, POST, PUT, PATCH, DELETE of somebody without an account, and of an organizer.
READ = "200 200 405 405 405 405"
FORM = "200 200 200 200 405 405"
TO_LOGIN = " ".join(["login"] * 6)
ONWARDS = " ".join(["on"] * 6)
NONE_YET = " ".join(["404"] * 6)


def account(stranger: str, organizer: str, arguments: Arguments = no_arguments) -> Door:
    columns = zip(METHODS, stranger.split(), organizer.split(), strict=True)
    answers = {
        method: everyone(other, **dict.fromkeys(ORGANIZERS, organizers))
        for method, other, organizers in columns
    }
    return Door(answers, {}, arguments)


NO_LINK = "410 410 410 405 405 405"

ACCOUNT_DOORS: dict[str, Door] = {
    "account_invitation": account(NO_LINK, NO_LINK, lambda scene: ["no-such-link"]),
    "account_begin": account(NO_LINK, NO_LINK, lambda scene: ["no-such-link"]),
    "account_login": account(FORM, ONWARDS),
    "account_logout": account("on on on 405 405 405", "200 200 on 405 405 405"),
    "account_inactive": account(READ, READ),
    "account_reauthenticate": account(TO_LOGIN, FORM),
    "account_change_password": account(TO_LOGIN, FORM),
    "account_reset_password": account(FORM, FORM),
    "account_reset_password_done": account(READ, READ),
    "account_reset_password_from_key": account(
        "200 200 200 200 200 200", "200 200 200 200 200 200", lambda scene: ["1", "no-such-key"]
    ),
    "account_reset_password_from_key_done": account(READ, READ),
    "mfa_index": account(TO_LOGIN, READ),
    "mfa_authenticate": account(TO_LOGIN, ONWARDS),
    "mfa_reauthenticate": account(TO_LOGIN, ONWARDS),
    "mfa_activate_totp": account(TO_LOGIN, ONWARDS),
    "mfa_deactivate_totp": account(TO_LOGIN, NONE_YET),
    "mfa_view_recovery_codes": account(TO_LOGIN, "404 404 405 405 405 405"),
    "mfa_generate_recovery_codes": account(TO_LOGIN, ONWARDS),
    "mfa_download_recovery_codes": account(TO_LOGIN, NONE_YET),
}
