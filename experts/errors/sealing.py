"""Why a protocol is not prepared or sealed, and why a query is not taken."""

from collections.abc import Sequence
from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from events.errors import DomainError
from events.rules import Gap


class NotReadyToSeal(DomainError):
    """Something is to be done first: `gaps` says what, one by one."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        sentences = " ".join(gap.sentence for gap in gaps)
        super().__init__(_("Not yet. %(missing)s") % {"missing": sentences})
        self.gaps = tuple(gaps)


class ProtocolStands(DomainError):
    def __init__(self, number: int) -> None:
        said = _("Version %(number)s stands already. Withdraw it first, with a reason.")
        super().__init__(said % {"number": number})


class ProtocolMovedOn(DomainError):
    """Another version, or another state of it, than the page showed."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was sealed: this version stands no more. Read the page again."))


class RecordChanged(DomainError):
    """The rows are not what the prepared record tells; `names` are those of the sections."""

    def __init__(self, names: Sequence[str]) -> None:
        said = _(
            "Nothing was sealed: since the preparation this has changed: %(names)s. Withdraw the version and prepare it anew."
        )
        super().__init__(said % {"names": ", ".join(names)})
        self.names = tuple(names)


class NotYoursToSeal(DomainError):
    status: int = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            _(
                "The chair seals; the deputy where no chair is left, or where the secretary gave the reason; and the secretary by an account."
            )
        )


class OnePersonSeals(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Two people seal, each on a device of their own. This seal would be of the same.")
        )


class NotSealedYet(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("An annex follows the seal. Until then the version is withdrawn and prepared anew.")
        )


class QueryRefused(DomainError):
    """The sentence says why a team's query, or its answer, is not taken."""
