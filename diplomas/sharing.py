"""What a messenger shows of a diploma whose holder chose to share it; of any other nothing."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from diplomas.models import Diploma, Sharing
from diplomas.paper import course_of, kind_of
from events.pdf.pictures import SHARED


@dataclass(frozen=True)
class Shared:
    """`picture` is its whole address; empty until a worker has drawn it."""

    title: str
    description: str
    picture: str
    words_of_picture: str
    width: int = SHARED[0]
    height: int = SHARED[1]


def shared_of(found: Diploma) -> Shared | None:
    sharing = Sharing.objects.valid().filter(diploma=found).first()
    if sharing is None:
        return None
    named = {"document": kind_of(found.number, found.snapshot), "number": found.number}
    return Shared(
        title=found.snapshot["name"],
        description=f"{course_of(found.snapshot)}. {_('%(document)s № %(number)s; its code is checked here.') % named}",
        picture=_address(found.code) if sharing.picture_hash else "",
        words_of_picture=_picture_in_words(found),
    )


def _picture_in_words(found: Diploma) -> str:
    is_diploma = found.kind == Diploma.Kind.DIPLOMA
    return _("The page of the diploma") if is_diploma else _("The page of the document")


def _address(code: str) -> str:
    return f"{settings.SITE_URL}{reverse('public:diploma_picture', args=[code])}"
