"""What the holders of documents know of them. An award is a surprise until it is published or its paper is given."""

from django.db.models import Exists, OuterRef, Q

from diplomas.models import Diploma, DiplomaQuerySet, Handover
from events.models import Event


def known_to_holders(diplomas: DiplomaQuerySet, event: Event) -> DiplomaQuerySet:
    """All of this event but awards that are neither published nor handed over; one that was corrected since is known."""
    if event.shows(Event.Publishable.AWARDS):
        return diplomas
    later = Handover.objects.filter(diploma=OuterRef("diploma"), number__gt=OuterRef("number"))
    same_award = {f"diploma__{field}": OuterRef(field) for field in ("person", "kind", "award")}
    received = Handover.objects.filter(~Exists(later), kind__in=Handover.RECEIVED, **same_award)
    return diplomas.filter(~Q(kind=Diploma.Kind.AWARD) | Exists(received))
