"""Every document that one person knows of, as their own page lists them: the latest first, each with what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from diplomas.known import known_to_holders
from diplomas.models import Diploma, Ending
from diplomas.paper import document_of
from events.models import Person

# As components.css colours them (.pill).
TONES: Final = {
    Diploma.State.READY: "ok",
    Diploma.State.PENDING: "sky",
    Diploma.State.SUPERSEDED: "off",
    Diploma.State.REVOKED: "warn",
}


@dataclass(frozen=True)
class OwnDocument:
    """`shared_since` is the holder's own choice; `may_be_shared` whether there is one to make."""

    kind: str
    number: str
    code: str
    state: str
    said: str
    issued_at: datetime
    address: str
    shared_since: datetime | None
    may_be_shared: bool

    @property
    def tone(self) -> str:
        return TONES[Diploma.State(self.state)]

    @property
    def is_shown(self) -> bool:
        """Whether the choice still shows it to others."""
        return self.may_be_shared and self.shared_since is not None

    @property
    def is_ready(self) -> bool:
        return self.state == Diploma.State.READY


def own_documents(person: Person) -> Sequence[OwnDocument]:
    """One query, however many there are. An award is not among them before it is known (`known.py`)."""
    own = known_to_holders(Diploma.objects.filter(person=person), person.event)
    found = own.select_related("superseded_by", "ending", "sharing").order_by("-sequence")
    return [_document(each) for each in found]


def _document(diploma: Diploma) -> OwnDocument:
    sharing = getattr(diploma, "sharing", None)
    return OwnDocument(
        kind=document_of(diploma.number, diploma.snapshot),
        number=diploma.number,
        code=diploma.code,
        state=diploma.state,
        said=_said(diploma),
        issued_at=diploma.issued_at,
        address=f"{settings.SITE_URL}{reverse('public:diploma', args=[diploma.code])}",
        shared_since=sharing.since if sharing else None,
        may_be_shared=diploma.state == Diploma.State.READY and not diploma.is_rehearsal,
    )


def _said(diploma: Diploma) -> str:
    match Diploma.State(diploma.state):
        case Diploma.State.READY:
            return _("valid")
        case Diploma.State.PENDING:
            return _("being made")
        case Diploma.State.REVOKED:
            return _("revoked")
    ending, successor = getattr(diploma, "ending", None), diploma.superseded_by
    named = {"number": successor.number if successor else ""}
    if ending and ending.kind == Ending.Kind.DUPLICATED:
        return _("replaced by the duplicate № %(number)s") % named
    return _("replaced by the corrected № %(number)s") % named
