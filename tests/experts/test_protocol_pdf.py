"""The papers of a protocol, made from its record alone: the same figures everywhere, in three languages."""

import io
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from defense.rehearsal.playing import play, start_rehearsal
from events.pdf.engine import Metadata
from events.printing import as_printed
from experts.models import Protocol
from experts.protocol_pdf.annex import Added
from experts.protocol_pdf.minutes import DrawPart, Seal, Stamp, minutes_of
from experts.protocol_pdf.printing import annex_pdf, protocol_pdf, speech_pdf, team_sheets_pdf
from experts.protocol_pdf.reading import record_in, stamp_of
from experts.protocol_pdf.setting import PAGES_A_SIGN, set_protocol
from tests.defense.rehearsal.test_rehearsal import load_demo
from tests.events.pdf.reading import text_of
from tests.experts.decided_halls import REASON, Record, record, tied_hall, vote_on_the_tie
from tests.experts.hall import close, fill, score
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("papers are made of a record, without a query"),
]
SHA = "7f3a91c2" * 8
DRAFT = Stamp(1, SHA, is_sealed=False)
SEALS = (
    Seal("chair", "The Chair", "2019-11-30T09:01:00+00:00"),
    Seal("secretary", "The Secretary", "2019-11-30T09:02:00+00:00"),
)
SEALED = Stamp(2, SHA, is_sealed=True, replaces=1, seals=SEALS)
LANGUAGES = ("kk", "ru", "en")
MILLIMETRE = 72 / 25.4


def minutes(of: Record, language: str = "en", stamp: Stamp = SEALED):
    with translation.override(language), timezone.override(of["event"]["time_zone"]):
        return minutes_of(of, stamp)


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_recused_absent_set_aside_and_not_submitted_are_four_words_and_no_figure():
    [table] = minutes(record(tied_hall())).totals

    fourth = [row.cells[3].text for row in table.rows]
    assert fourth == ["60.0", "set aside", "not submitted", "recused", "absent"]


def test_what_says_nothing_takes_no_room_and_stops_no_protocol():
    """A soft hyphen alone is not seen either."""
    of = minutes(record(tied_hall()))
    [annex, *_rest] = of.annexes
    silent = replace(
        of,
        step_outs=["", "\u00ad", "The Chair"],
        draws=[DrawPart("", "", [], ["", "Team 1 took place 1"])],
        teams=[replace(each, facts=[]) for each in of.teams],
        annexes=[replace(annex, title="", topic="", rows=[])],
    )

    told = " ".join(pages(set_protocol(silent, Metadata(title="T", language="en"), lambda: None)))

    assert "• The Chair" in told
    assert "2. Team 1 took place 1" in told


def test_the_lease_is_held_while_pages_are_laid_out_and_not_only_while_they_are_drawn():
    of = replace(minutes(record(tied_hall())), step_outs=["One line."] * 900)
    signs = []

    pdf = set_protocol(of, Metadata(title="T", language="en"), lambda: signs.append(1))

    assert len(pages(pdf)) < 2 * PAGES_A_SIGN
    assert len(signs) > 3


def test_every_printed_mean_is_that_of_the_printed_totals():
    of = record(tied_hall())
    for number, sheet in enumerate(of["sheets"]):
        if sheet["state"] == "submitted":
            sheet["total"] = f"{200 + number}/3"
    for line in of["results"]:
        totals = [
            each["total"]
            for each in of["sheets"]
            if each["state"] == "submitted" and each["team"] == line["team"]
        ]
        numerators = [int(each.split("/")[0]) for each in totals]
        line["raw_mean"] = f"{sum(numerators)}/{3 * len(numerators)}"

    [table] = minutes(of).totals
    [printed] = [row for row in table.sums if row.label == "Plain mean"]

    for at, mean in enumerate(printed.cells):
        totals = [Decimal(row.cells[at].text) for row in table.rows if not row.cells[at].is_word]
        worked_out = (sum(totals) / len(totals)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert mean.text == str(worked_out)


def test_where_there_are_rooms_the_panel_says_who_sat_in_which():
    of = record(tied_hall())
    assert {each.room for each in minutes(of).seats} == {""}
    [room] = of["event"]["rooms"]
    room["name"] = dict.fromkeys(LANGUAGES, "Blue hall")
    of["event"]["rooms"].append({"room": 0, "name": dict.fromkeys(LANGUAGES, "Red hall")})

    panel = text_of(protocol_pdf(of, SEALED, "en")).partition("Quorum")[0]

    assert panel.count("Blue hall") == len(of["panel"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_protocol_and_speech_name_the_same_shared_places(language):
    hall = tied_hall()
    vote_on_the_tie(hall)
    of = record(hall)

    told = minutes(of, language)
    speech = text_of(speech_pdf(of, SEALED, language))

    assert [(each.number, each.rank, each.is_shared) for each in told.by_place] == [
        (1, 1, True),
        (2, 1, True),
        (3, 1, True),
        (4, 4, False),
    ]
    with translation.override(language):
        fourth, first = (gettext("Place %(place)s") % {"place": place} for place in (4, 1))
    assert (speech.count(fourth), speech.count(first)) == (1, 3)
    assert speech.index(fourth) < speech.index(first)
    assert {each.raw for each in told.by_place[:3]} == {"80.00" if language == "en" else "80,00"}


def placed(count: int) -> Record:
    """So many teams with topics of two lines, each on a place of its own."""
    of = record(tied_hall())
    [team, *_], [result, *_] = of["teams"], of["results"]
    topic = dict.fromkeys(LANGUAGES, "Жобалық оқыту арқылы ауыл мектебінде дербестікке баулу")
    numbers = range(1, count + 1)
    of["teams"] = [team | {"number": number, "topic": topic} for number in numbers]
    of["results"] = [
        result | {"team": number, "place": number, "shared": False} for number in numbers
    ]
    return of


def test_forty_teams_are_read_aloud_from_one_page():
    [page] = pages(speech_pdf(placed(40), SEALED, "ru"))

    assert page.count("Жобалық") == 40


def test_more_teams_than_a_page_holds_go_on_and_the_first_page_says_so():
    first, *rest = pages(speech_pdf(placed(61), SEALED, "en"))

    assert "The result goes on over several pages." in first
    assert sum(page.count("Жобалық") for page in (first, *rest)) == 61


def test_figures_and_days_are_written_as_each_language_does():
    of = record(tied_hall())
    of["results"][0]["value"] = "175/2"
    days = {"kk": "2019 жылғы 30 қараша", "ru": "30 ноября 2019 г.", "en": "30 November 2019"}

    for language, day in days.items():
        told = minutes(of, language)
        value = next(each.value for each in told.teams if each.number == of["results"][0]["team"])
        assert told.facts[1].text == day
        assert value == ("87.50" if language == "en" else "87,50")


def test_a_vote_that_was_taken_back_stands_beside_the_one_that_counts():
    hall = tied_hall()
    vote_on_the_tie(hall, taken_back=True)
    vote_on_the_tie(hall, order=(2, 3, 1))

    text = text_of(protocol_pdf(record(hall), SEALED, "en"))

    assert text.count(REASON) == 2
    assert "Leaves the place shared." in text
    assert "Taken back: 30 November 2019" in text
    assert "Orders the teams: 2, then 3, then 1." in text
    assert "by the casting vote" in text
    assert "Experts who scored both, one against the other" in text
    plain = "Plain mean of the experts who scored them all"
    assert f"{plain} team 1: 80.00; team 2: 80.00; team 3: 80.00 equal" in text


def test_every_page_of_a_draft_says_so_and_none_of_a_sealed_one():
    of = record(tied_hall())

    draft, sealed = (pages(protocol_pdf(of, stamp, "en")) for stamp in (DRAFT, SEALED))

    assert all("Draft, not sealed." in page for page in draft)
    assert not any("Draft" in page for page in sealed)
    assert "Replaces Protocol № 1" in sealed[0]
    assert "Sealed by the chair: The Chair, 30 November 2019, 15:01" in " ".join(sealed)


def test_every_page_has_the_hash_the_log_and_its_number_inside_the_frame():
    of = record(tied_hall())
    of["audit_head"] = {"number": 120, "link": "b" * 64}
    pdf = protocol_pdf(of, SEALED, "ru")

    read = pages(pdf)

    for number, page in enumerate(read, start=1):
        assert SHA in page
        assert "b" * 64 in page
        assert f"{number} " in page
        assert str(len(read)) in page
    assert outside_the_frame(pdf) == []


def outside_the_frame(pdf: bytes) -> list[str]:
    """What of the text stands nearer than 5 mm to the edge of its page, where printers do not print."""
    least, found = 5 * MILLIMETRE, []
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        for page in document:
            text, (width, height) = page.get_textpage(), page.get_size()
            for at in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(at)
                is_wide = not least <= left <= right <= width - least
                if is_wide or not least <= bottom <= top <= height - least:
                    found.append(text.get_text_bounded(left, bottom, right, top))
    return found


def test_a_long_table_has_its_head_on_every_page():
    hall = fill(50, 1)
    score(hall, lambda j, i: 1 + (i + j) % 10)
    close(hall)
    of = record(hall)

    read = [page for page in pages(protocol_pdf(of, SEALED, "en")) if "Annex 1." in page]

    assert len(read) > 1
    assert all("Expert The whole" in page for page in read)


def test_fonts_are_embedded():
    with pikepdf.open(io.BytesIO(protocol_pdf(record(tied_hall()), SEALED, "kk"))) as pdf:
        fonts = [each for each in pdf.objects if is_font_descriptor(each)]
        assert fonts
        assert all("/FontFile2" in each or "/FontFile3" in each for each in fonts)


@pytest.mark.parametrize("paper", [protocol_pdf, speech_pdf, team_sheets_pdf])
def test_papers_can_be_read_aloud_by_a_program(paper):
    with pikepdf.open(io.BytesIO(paper(record(tied_hall()), SEALED, "kk"))) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("kk", True)
        told = {str(each.S) for each in pdf.objects if is_part(each)}

    assert {"/H1", "/P"} <= told


def is_part(value) -> bool:
    return isinstance(value, pikepdf.Dictionary) and "/S" in value and "/P" in value


def is_font_descriptor(value) -> bool:
    return isinstance(value, pikepdf.Dictionary) and value.get("/Type") == "/FontDescriptor"


def test_a_team_reads_its_points_and_only_words_meant_for_it():
    of = record(tied_hall())
    for sheet in of["sheets"]:
        sheet |= {"readers": "protocol", "comment": "Of no team"}
    of["sheets"][0] |= {"readers": "team", "comment": "Жақсы жұмыс."}

    read = pages(team_sheets_pdf(of, SEALED, "en"))

    assert len(read) == 4
    assert "Жақсы жұмыс." in read[of["sheets"][0]["team"] - 1]
    assert not any("Of no team" in page for page in read)
    assert "8.00 7–9" in read[0]


def test_means_have_two_decimals_on_a_teams_sheet_and_points_what_was_given():
    of = record(tied_hall())
    for sheet in of["sheets"]:
        if "points" in sheet and sheet["team"] == 1:
            sheet["points"] = dict.fromkeys(sheet["points"], "7.5")

    read = pages(team_sheets_pdf(of, SEALED, "en"))[0]

    assert re.search(r"7\.50 7\.5 \d\.\d\d–\d\.\d\d", read)


@pytest.mark.parametrize("readers", ["team", "protocol"])
def test_the_lines_of_a_comment_stay_lines_on_paper(readers):
    of = record(tied_hall())
    of["sheets"][0] |= {"readers": readers, "comment": "First line.\nSecond line."}
    paper = team_sheets_pdf if readers == "team" else protocol_pdf

    with pypdfium2.PdfDocument(paper(of, SEALED, "en")) as document:
        lines = [each for page in document for each in lines_of(page)]

    assert ("First line.", "Second line.") in pairwise(lines)


def lines_of(page) -> list[str]:
    return page.get_textpage().get_text_bounded().splitlines()


def test_letters_without_a_face_stand_as_codes_and_a_hyphen_that_holds_as_a_hyphen():
    of = record(tied_hall())
    of["sheets"][0]["comment"] = "The 3\u2011rd, 1\u2060–\u20602: \U0001f44f"

    assert "The 3-rd, 1–2: [U+1F44F]" in text_of(protocol_pdf(of, SEALED, "en"))


def test_what_is_for_its_writer_alone_stands_in_no_annex():
    of = record(tied_hall())
    for sheet in of["sheets"]:
        sheet |= {"readers": "me", "comment": "For me alone"}

    assert "For me alone" not in text_of(protocol_pdf(of, SEALED, "en"))


def test_what_the_panel_voted_awarded_disputed_and_asked_is_printed_in_whole():
    hall = tied_hall()
    of = record(hall)
    key = {number: seat.person.key for number, seat in hall.seats.items()}
    of["quorum"] = {
        "session": [attendance(12, 8) | {"room": 1}],
        "teams": [attendance(11, 8) | {"team": 1}, attendance(11, 7) | {"team": 2}],
    }
    of["votes"] = [VOTE | {"entitled": list(key.values())}, secret_vote(key)]
    of["awards"] = [
        {"team": 2, "name": dict.fromkeys(LANGUAGES, "Best answers"), "reason": "For its calm."}
    ]
    other = {"method": "raw_mean", "version": 1, "least_sheets": 3}
    change = {"before": other, "after": {**other, "method": "median"}, "reason": "One is partisan."}
    change |= {"proposed_by": "Olga Omarova", "proposed_at": AT, "at": AT, "expert": key[1]}
    of["rule"]["changes"] = [
        change | {"is_agreed": True, "role": "chair", "answer": ""},
        change | {"is_agreed": False, "role": "deputy", "answer": "Too late."},
    ]
    of["dissents"] = [{"expert": key[3], "text": "Team 4 did more.", "at": AT}]
    name = dict.fromkeys(LANGUAGES, "An Expert")
    of["questions"] = [
        {"team": 1, "expert": name, "text": "How many schools?", "answer": "Eighteen."}
    ]

    text = text_of(protocol_pdf(of, SEALED, "en"))
    speech = text_of(speech_pdf(of, SEALED, "en"))

    assert "Took part: 8 of 12. Needed, two thirds: 8. The quorum is met." in text
    assert "Team 2: 7 of 11 took part, 8 are needed. The quorum is not met." in text
    assert "Team 1: 8 of 11 took part" not in text
    assert "for: 3; against: 1" in text
    assert "team 2: 3; team 3: 2" in text
    assert "Equal votes, decided by" in text
    assert "Best answers: team 2" in text
    assert "Best answers" in speech
    assert "Team 4 did more." in text
    assert "Proposed by Olga Omarova" in text
    assert text.count("One is partisan.") == 2
    assert "at least 3 sheets for a result → Median" in text
    assert "deputy chair," in text
    assert "Too late." in text
    assert "An Expert How many schools? Eighteen." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_annex_is_a_numbered_sheet_of_the_sealed_protocol(language):
    of = record(tied_hall())
    added = Added(3, "A name.", "It is Әйгүл.", "The Secretary", "2019-11-30T10:05:00+00:00")

    pdf = annex_pdf(added, of, SEALED, language)

    [page] = pages(pdf)
    sealed = {
        "kk": "2019 жылғы 30 қараша",
        "ru": "30 ноября 2019",
        "en": "To the protocol of 30 November 2019, sealed with the fingerprint",
    }
    chair = next(seat["name"][language] for seat in of["panel"] if seat["role"] == "chair")
    told = (SHA, "A name.", "It is Әйгүл.", "16:05", chair, sealed[language])
    assert [each for each in told if each not in page] == []
    assert page.count("The Secretary") == 2
    assert outside_the_frame(pdf) == []


AT = "2019-11-30T09:00:00.000000+00:00"
VOTE = {
    "question": "Shall the awards be read aloud?",
    "is_secret": False,
    "closed_at": AT,
    "cast": 4,
    "counts": [
        {"choice": "for", "team": None, "count": 3},
        {"choice": "against", "team": None, "count": 1},
    ],
    "named": [],
    "commission": [],
    "deciding": None,
    "result": {"choice": "for", "team": None},
}


def secret_vote(key: dict[int, str]) -> Record:
    counts = [
        {"choice": "team", "team": 2, "count": 3},
        {"choice": "team", "team": 3, "count": 2},
    ]
    deciding = {"expert": key[1], "choice": "team", "team": 2, "reason": "It was tried."}
    return VOTE | {
        "question": "Which team?",
        "is_secret": True,
        "entitled": list(key.values()),
        "counts": counts,
        "commission": [{"expert": key[number], "signed_at": AT} for number in (2, 3, 4)],
        "deciding": deciding,
        "result": counts[0],
    }


def attendance(entitled: int, taking_part: int) -> Record:
    needed = -(-2 * entitled // 3)
    told = {"entitled": entitled, "taking_part": taking_part, "needed": needed}
    return {**told, "is_met": taking_part >= needed}


@pytest.mark.parametrize(("by", "said"), [("names", 1), ("numbers", 0), ("nobody", 0)])
def test_a_name_stands_beside_words_for_the_team_only_where_the_event_wants_it(by, said):
    of = record(tied_hall())
    of["rule"]["words_by"] = by
    of["sheets"][0] |= {"readers": "team", "comment": "Жақсы жұмыс."}
    [writer] = [each for each in of["panel"] if each["expert"] == of["sheets"][0]["expert"]]

    page = pages(team_sheets_pdf(of, SEALED, "en"))[of["sheets"][0]["team"] - 1]

    assert page.count(writer["name"]["en"]) == said
    assert ("Expert 1" in page) is (by == "numbers")


def rehearsed_demo() -> Protocol:
    """After its day: twelve experts, seven teams, 79 sheets."""
    event = load_demo()
    start_rehearsal(event.pk, actor=UserFactory())
    play(seconds=60, pace=0)
    return Protocol.objects.get(event=event)


def test_the_protocol_of_the_rehearsed_demo_holds_everybody_and_everything():
    protocol = rehearsed_demo()
    of, stamp = record_in(protocol), stamp_of(protocol)
    assert stamp.is_sealed
    assert sum(each["state"] == "submitted" for each in of["sheets"]) == 79
    assert of["quorum"]["session"][0]["needed"] == 8
    counted = [len(of[section]) for section in ("recusals", "step_outs", "questions")]
    assert counted == [5, 5, 7]

    for language in LANGUAGES:
        pdf = protocol_pdf(of, stamp, language)

        text = unbroken(text_of(pdf))
        assert [
            each for each in named_in(of, language) if unbroken(as_printed(each)) not in text
        ] == []
        assert outside_the_frame(pdf) == []


def named_in(of: Record, language: str) -> list[str]:
    """Everybody by name, every topic, hour, question and answer, and who is kept from which team and why."""
    told = minutes(of, language)
    named = [seat["name"][language] for seat in of["panel"]]
    for team in of["teams"]:
        people = [*team["supervisors"], *team["members"]]
        named += [team["topic"][language], *(each["name"][language] for each in people)]
    named += [fact.text for team in told.teams for fact in team.facts]
    named += [each[words] for each in of["questions"] for words in ("text", "answer")]
    named += [each["reason"] for each in of["recusals"]]
    return named + [
        f"{each.expert} {each.team} {each.kind}" for group in told.ties for each in group.ties
    ]


def unbroken(text: str) -> str:
    """Without what a line may break at."""
    return re.sub(r"[\s\u2060\u00ad\ufffe-]", "", text)
