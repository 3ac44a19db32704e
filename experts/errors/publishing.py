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


class PublishingMoved(DomainError):
    """Another tab or another person switched something meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nothing was changed: what is public was switched meanwhile. Look at the switches once more."
            )
        )


class PublishedAlone(DomainError):
    def __init__(self, thing: Event.Publishable, ground: Event.Publishable) -> None:
        said = _(
            "Nothing was published: “%(thing)s” needs “%(ground)s”. Switch on both or neither."
        )
        super().__init__(said % {"thing": thing.label, "ground": ground.label})
