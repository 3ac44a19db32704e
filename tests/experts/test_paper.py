"""The panel's papers stand on the same press as the diplomas."""

import io
from datetime import date

import pikepdf
import pytest
from django.utils import translation
from django.utils.html import format_html

from events.pdf.engine import Metadata, render_pdf
from experts.models import Seat
from tests.events.pdf.reading import text_of
from tests.factories import PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db


def test_a_seat_of_the_panel_is_printed_in_one_line():
    seat = SeatFactory(role=Seat.Role.CHAIR, person=PersonFactory(name="Әлия Төрайым"))
    with translation.override("kk"):
        line = format_html("<p>{}: {}</p>", seat.get_role_display(), seat.person)

    pdf = render_pdf(
        line,
        css="@page { size: A4; margin: 20mm } html { font: 12pt PT Serif }",
        metadata=Metadata(title="Хаттама", language="kk", created_on=date(2019, 11, 30)),
    )

    assert text_of(pdf) == "төраға: Әлия Төрайым"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        [font] = opened.pages[0].Resources.Font.values()
        assert str(font.BaseFont).endswith("+PT-Serif")
        assert str(opened.docinfo.Title) == "Хаттама"
