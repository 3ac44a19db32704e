"""What a rehearsal leaves of its protocols and queries, taken away with it."""

from events.models import Event
from experts.models import Annex, Protocol, ProtocolSeal, Query, QueryWindow


def take_protocols_away(event: Event) -> None:
    """Those of the rehearsal alone; a version that replaces another goes before it."""
    Annex.objects.filter(protocol__event=event, protocol__is_rehearsal=True).delete()
    ProtocolSeal.objects.filter(protocol__event=event, protocol__is_rehearsal=True).delete()
    for protocol in Protocol.objects.filter(event=event, is_rehearsal=True).order_by("-number"):
        protocol.delete()
    Query.objects.filter(window__event=event, window__is_rehearsal=True).delete()
    QueryWindow.objects.filter(event=event, is_rehearsal=True).delete()
