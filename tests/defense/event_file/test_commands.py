import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from defense import demo
from defense.event_file import LARGEST
from diplomas.services.issuing import issue_diplomas
from events import printing
from events.answering import answering_database
from events.codes import as_written
from events.models import AuditEntry, Event, Membership, Pass, User
from events.pdf import faces
from events.services.passes import redeem_pass
from tests.defense.event_file.breakages import CHANGED
from tests.defense.event_file.database import every_row, loaded, the_event
from tests.defense.event_file.documents import DEMO, DEMO_BYTES, add, changed, drop, put
from tests.defense.event_file.test_broken_files import RAW, UNREADABLE
from tests.factories import DAY, EventFactory, MembershipFactory, UserFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("what a command says; what a file writes, test_loading asks of both engines"),
]


def run(*arguments: object) -> tuple[str, str, str]:
    """What a command wrote, and the sentence it stopped with."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


def written(folder: Path, data: bytes) -> Path:
    file = folder / "event.json"
    file.write_bytes(data)
    return file


def test_loading_prints_the_differences_and_their_number(tmp_path):
    loaded()
    file = written(tmp_path, changed(put("event.city", "Шымкент"), add("facts.thanks", "all")))

    out, err, stopped = run("load_event", file)

    assert (err, stopped) == ("", "")
    assert out.splitlines() == [
        "~ event.city: en: Shymkent / kk: Шымкент / ru: Шымкент → Шымкент",
        "~ facts.thanks: 2 entries → 3 entries",
        "0 added, 2 changed, 0 removed, 0 kept",
    ]
    assert str(the_event().city) == "Шымкент"


def test_a_byte_order_mark_is_left_out_and_told(tmp_path):
    loaded()

    out, _, stopped = run("load_event", written(tmp_path, b"\xef\xbb\xbf" + changed()))

    assert (out.splitlines()[0], stopped) == (
        "the file: It starts with a byte order mark, which was left out.",
        "",
    )


def test_a_new_event_with_a_gap_is_said_to_stay_a_draft(tmp_path):
    file = written(tmp_path, changed(drop("panel[0].role")))

    out, _err, _stopped = run("load_event", file)

    assert out.splitlines()[-3:] == [
        "Missing until the event can open:",
        "? panel: The panel has no chair.",
        "It stays a draft.",
    ]


@pytest.mark.sampled(1, "the words of the phase")
@pytest.mark.parametrize(
    ("phase", "heading"),
    [
        ("draft", "Missing until the event can open:"),
        ("open", "Missing, although the event is open:"),
        ("live", "Missing, although the event is live:"),
        ("closed", "Missing, although the event is over:"),
        ("archived", "Missing, although the event is over:"),
    ],
)
def test_the_gaps_of_an_event_are_headed_by_its_phase(tmp_path, phase, heading):
    loaded()
    Event.objects.update(phase=phase, scoring_closed_at=DAY)
    file = written(tmp_path, changed(drop("panel[0].role")))

    out, _err, _stopped = run("load_event", file)

    assert out.splitlines()[-2:] == [heading, "? panel: The panel has no chair."]


def test_a_dry_run_prints_the_same_and_changes_nothing(tmp_path):
    loaded()
    file = written(tmp_path, changed(put("event.city", "Шымкент")))
    before = every_row()

    tried, _err, _stopped = run("load_event", file, "--dry-run")

    assert every_row() == before
    done, _err, _stopped = run("load_event", file)
    assert tried == done + "This was a dry run: nothing was changed.\n"


def test_the_second_loading_of_the_demo_says_that_nothing_changed():
    run("load_event", DEMO)

    out, _err, _stopped = run("load_event", DEMO)

    assert out == "0 added, 0 changed, 0 removed, 0 kept\n"


def test_the_demo_is_dumped_byte_for_byte(tmp_path):
    run("load_event", DEMO)

    out, _err, _stopped = run("dump_event", "shymkent-2019")
    run("dump_event", "shymkent-2019", "--output", tmp_path / "dump.json")

    assert out.encode() == DEMO_BYTES
    assert (tmp_path / "dump.json").read_bytes() == DEMO_BYTES


def broken_files() -> dict[str, bytes]:
    """Every fourth of those that test_broken_files.py reads: what is read alike is not loaded alike."""
    files = {name: data for name, (data, _place, _reason) in (UNREADABLE | RAW).items()}
    for name, (changes, _place, _reason) in CHANGED.items():
        files[name] = changed(*(changes if isinstance(changes, list) else [changes]))
    return {name: files[name] for name in list(files)[::4]}


def test_broken_files_are_refused_and_leave_the_database_as_it_was(tmp_path):
    loaded()
    before = every_row()

    answers = {name: run("load_event", written(tmp_path, d)) for name, d in broken_files().items()}

    assert len(answers) > 30
    assert {out for out, _err, _stopped in answers.values()} == {""}
    assert {stopped for _out, _err, stopped in answers.values()} == {"Nothing was loaded."}
    assert [name for name, (_out, err, _stopped) in answers.items() if ": " not in err] == []
    assert every_row() == before


def test_broken_files_make_no_event_in_an_empty_database(tmp_path):
    for data in (b"", b"{}", changed(put("panel[4].role", "chair"))):
        run("load_event", written(tmp_path, data))

    assert not Event.objects.exists()


def test_every_error_of_a_file_is_a_line_of_place_and_reason(tmp_path):
    file = written(tmp_path, changed(put("event.slug", "A b"), put("panel[4].role", "chair")))

    _out, err, stopped = run("load_event", file)

    assert err.splitlines() == [
        "event.slug: Use small Latin letters, digits and single hyphens, at most 60.",
        "panel[4].role: A panel has one chair, and panel[0] is the chair already.",
    ]
    assert stopped == "Nothing was loaded."


def test_a_locked_rubric_is_an_error_of_the_file(tmp_path):
    loaded()
    Event.objects.update(rule_locked_at=DAY)
    criterion = {"key": "all", "name": "All", "weight": 100, "minimum": 0, "maximum": 5, "step": 1}
    file = written(tmp_path, changed(put("rubric", {"criteria": [criterion]})))
    before = every_row()

    _out, err, stopped = run("load_event", file)

    assert err == (
        "rubric: The first points have been given, so the criteria cannot change any more.\n"
    )
    assert (stopped, every_row() == before) == ("Nothing was loaded.", True)


def test_a_missing_file_is_said_in_one_sentence(tmp_path):
    answer = run("load_event", tmp_path / "none.json")

    assert answer == ("", "", f"There is no file {tmp_path / 'none.json'}.")


def test_a_folder_is_no_file(tmp_path):
    answer = run("load_event", tmp_path)

    assert answer == ("", "", f"The file {tmp_path} cannot be read: Is a directory.")


def test_an_endless_file_is_read_no_further_than_it_is_refused():
    _out, err, _stopped = run("load_event", "/dev/zero")

    assert err == f"the file: It is larger than {LARGEST // 1_000_000} MB.\n"


def test_the_owner_becomes_a_member_of_the_event():
    owner = UserFactory(email="olga@example.org")

    run("load_event", DEMO, "--owner", "Olga@example.org")
    run("load_event", DEMO, "--owner", "Olga@example.org")

    assert [m.user for m in Membership.objects.filter(event=the_event())] == [owner]


def test_a_member_with_another_role_becomes_an_owner():
    host = UserFactory(email="hana@example.org")
    run("load_event", DEMO)
    MembershipFactory(event=the_event(), user=host, role=Membership.Role.HOST)

    out, _err, _stopped = run("load_event", DEMO, "--owner", "hana@example.org")

    assert "+ owner: hana@example.org" in out
    assert [(m.user, m.role) for m in Membership.objects.all()] == [(host, Membership.Role.OWNER)]


def test_an_unknown_owner_stops_before_anything_is_loaded():
    _out, _err, stopped = run("load_event", DEMO, "--owner", "nobody@example.org")

    assert stopped.startswith("There is no account “nobody@example.org”.")
    assert not Event.objects.exists()


def test_an_unknown_slug_is_answered_with_the_known_ones():
    EventFactory(slug="aktobe")
    EventFactory(slug="shymkent")

    answer = run("dump_event", "almaty")

    assert answer == ("", "", "There is no event “almaty”. Known: aktobe, shymkent.")


def test_a_dump_of_nothing_says_that_there_is_nothing():
    assert run("dump_event", "almaty") == (
        "",
        "",
        "There is no event “almaty”; no event is loaded yet.",
    )


def test_a_dump_to_where_nothing_can_be_written_is_said_in_one_sentence(tmp_path):
    loaded()
    output = tmp_path / "none" / "dump.json"

    _out, _err, stopped = run("dump_event", "shymkent-2019", "--output", output)

    assert stopped == f"The file {output} cannot be written: No such file or directory."


def test_a_dump_goes_through_a_link_and_into_a_device(tmp_path):
    loaded()
    link, kept = tmp_path / "link.json", tmp_path / "kept.json"
    kept.write_text("an earlier dump")
    link.symlink_to(kept)

    run("dump_event", "shymkent-2019", "--output", link)
    _out, _err, stopped = run("dump_event", "shymkent-2019", "--output", Path("/dev/null"))

    assert link.is_symlink()
    assert kept.read_bytes() == DEMO_BYTES
    assert not stopped
    assert Path("/dev/null").is_char_device()


def test_a_database_that_is_away_is_said_in_one_sentence():
    with pytest.raises(CommandError) as stop, answering_database():
        raise OperationalError("connection refused\nIs the server running?")

    assert str(stop.value) == (
        "The database does not answer (connection refused). Start it, or correct DATABASE_URL."
    )


def test_a_database_without_tables_is_said_in_one_sentence(db):
    with (
        pytest.raises(CommandError, match="not prepared for this version"),
        answering_database(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM a_table_of_tomorrow")


def test_what_is_kept_against_the_file_is_said(tmp_path):
    issue_diplomas(loaded().pk, actor="test", at=DAY)

    def leave(document: dict[str, Any]) -> None:
        team = document["projects"][6]["members"]
        document["projects"][6]["members"] = [m for m in team if m["person"] != "aset-satybaldiev"]

    out, _err, _stopped = run("load_event", written(tmp_path, changed(leave)))

    assert out.splitlines() == [
        "= members.aset-satybaldiev: Aset Satybaldiev (has a diploma)",
        "0 added, 0 changed, 0 removed, 1 kept",
    ]


def test_the_demo_comes_with_an_organizer_and_cards():
    text = demo.load_demo()

    event = the_event()
    organizer = User.objects.get(email=demo.ORGANIZER)
    assert Membership.objects.get(event=event).user == organizer
    assert f"{settings.SITE_URL}/shymkent-2019/" in text
    [password] = re.findall(rf"{demo.ORGANIZER}  (\S+)", text)
    assert check_password(password, organizer.password)
    assert Pass.objects.filter(kind=Pass.Kind.EXPERT).count() == 12
    assert Pass.objects.filter(kind=Pass.Kind.TRAINEE).count() == 4
    assert AuditEntry.first_broken(event) is None


def test_the_cards_of_the_demo_open():
    text = demo.load_demo()

    links = re.findall(rf"(\S+ \S+) +{re.escape(settings.SITE_URL)}/pass/#(\S+)", text)

    names = [redeem_pass(as_written(code), device="d", at=DAY).person.name for _name, code in links]
    assert names == [name for name, _code in links]
    assert (names[0], names[12], len(names)) == ("Irina Smirnova", "Balkan Kasimov", 16)


def test_the_demo_is_loaded_into_an_empty_database_only():
    EventFactory()

    assert demo.load_demo() == ""
    assert Event.objects.count() == 1


def test_an_organizer_who_was_there_before_gets_a_new_password():
    demo.load_demo()
    Pass.objects.all().delete()
    earlier = User.objects.get().password

    again = demo.make_demo(DAY)

    assert User.objects.count() == 1
    assert User.objects.get().password != earlier
    assert check_password(again.password, User.objects.get().password)


def test_a_machine_without_the_fonts_loads_nothing_and_names_the_package(tmp_path, monkeypatch):
    """Whether a name can be printed is measured on them."""
    monkeypatch.setattr(faces, "font_folders", lambda: [tmp_path])
    for cached in (faces.installed_face, printing._printable_letters):
        cached.cache_clear()  # exceptions are not kept, so nothing is left to mend

    _, errors, refusal = run("load_event", written(tmp_path, DEMO_BYTES))

    assert (errors, refusal) == (
        "",
        "The font PT Serif is missing: install the Debian package fonts-paratype."
        " Nothing was loaded.",
    )
    assert not Event.objects.exists()
