"""The pages of one thing each: a person, a team, a seat, a line, a criterion, a list that was brought."""

from django.urls import reverse

from defense.demo import Demo
from events.models import Criterion, Person, Upload, User
from events.services.photographs import put_photograph
from events.services.uploads import keep_upload
from experts.models import Seat
from projects.models import Defense
from tests.pictures_of_people import portrait
from tests.spreadsheets import delimited

LIST = (["ФИО", "Роль"], ["Нұрғиса Тәттімбетұлы-Қожахметов", "слушатель"], ["нет", "слушатель"])


def pages_of_things(demo: Demo) -> dict[str, str]:
    """What the picture is called, and the address."""
    event = demo.event
    person, other = Person.objects.of_event(event).order_by("pk")[:2]
    put_photograph(event, person.pk, portrait(), seen="", actor="system:test")
    seat = Seat.objects.of_event(event).select_related("person")[0]
    defense = Defense.objects.of_event(event).in_running_order()[0]
    brought = keep_upload(
        event, Upload.Kind.LIST, name="тізім", content=delimited(*LIST), by=User.objects.get()
    )
    things = {
        "person": person.key,
        "person_merge": other.key,
        "team": defense.project_id,
        "seat": seat.person.key,
        "line": defense.run_item_id,
        "criterion": Criterion.objects.all()[0].key,
        "import": brought.pk,
    }
    return {
        name: reverse(f"organizer:{name}", args=[event.slug, at]) for name, at in things.items()
    }
