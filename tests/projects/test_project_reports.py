from decimal import Decimal

import pytest

from projects.models import Finding, SwotEntry
from projects.reports import project_page, teams_board, unnamed_of
from tests.factories import EventFactory, ProjectFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("stated", "unnamed"), [(80, 78), (2, 0), (0, 0)])
def test_who_is_unnamed_is_never_fewer_than_nobody(stated, unnamed):
    event = EventFactory(trainees_stated=stated)
    for order in (1, 2):
        TeamMemberFactory(project=ProjectFactory(event=event, number=order), order=order)

    assert unnamed_of(event, 2) == unnamed
    assert teams_board(event).unnamed_count == unnamed


def test_the_teams_of_another_event_are_not_counted():
    event = EventFactory(trainees_stated=3)
    TeamMemberFactory(order=1)

    assert teams_board(event).unnamed_count == 3
    assert teams_board(event).projects == []


@pytest.mark.parametrize(
    ("stored", "shown"), [("79.10", "79.1"), ("79.12", "79.12"), ("100.00", "100"), ("0.00", "0")]
)
def test_a_percentage_is_shown_without_idle_zeros(stored, shown):
    project = ProjectFactory(number=1)
    Finding.objects.create(project=project, order=1, text="t", percent=Decimal(stored), base=91)

    [figure] = project_page(project.event, 1).team.evidence.figures

    assert str(figure.percent) == shown


def test_findings_are_grouped_by_kind_in_the_order_of_the_source():
    project = ProjectFactory(number=1)
    for order, kind in enumerate(("theme", "case", "theme"), start=1):
        Finding.objects.create(project=project, order=order, kind=kind, text=str(order))

    kinds = project_page(project.event, 1).team.evidence.kinds

    assert [(kind.heading, [str(f.text) for f in kind.findings]) for kind in kinds] == [
        ("Themes of the questionnaire", ["1", "3"]),
        ("Cases", ["2"]),
    ]


def test_empty_quadrants_are_left_out():
    project = ProjectFactory(number=1)
    for order, quadrant in enumerate(("threat", "strength"), start=1):
        SwotEntry.objects.create(project=project, order=order, quadrant=quadrant, text=quadrant)

    swot = project_page(project.event, 1).team.evidence.swot

    assert [quadrant.heading for quadrant in swot] == ["Strengths", "Threats"]
