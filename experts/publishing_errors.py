from django.utils.translation import gettext as _

from events.errors import DomainError
from events.models import Event


class NothingSealed(DomainError):
    """What is told of a decision is told of its sealed protocol; a rehearsal has none for guests."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nothing was published: places, points and awards are told of a sealed protocol alone, and never of a rehearsal."
            )
        )


class PublishedAlone(DomainError):
    def __init__(self, thing: Event.Publishable, ground: Event.Publishable) -> None:
        said = _(
            "Nothing was published: “%(thing)s” needs “%(ground)s”. Switch on both or neither."
        )
        super().__init__(said % {"thing": thing.label, "ground": ground.label})
