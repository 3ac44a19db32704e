"""What a tablet asks of the server besides its sheets: to be unlocked, and to be known as there.

    POST unlock   200 unlocked    401 wrong, `left`    429 waiting, with Retry-After    403 closed, `why`; csrf
    POST lock     200 locked; open, where no PIN would open it again    401 signed_out, `why`    403 csrf
    GET tablet    200 current     401 signed_out, `why`
    PUT tablet    200 noted       401 signed_out, `why`    403 csrf    422 invalid
    PUT tablet/key    200 registered, its mark; closed    401 signed_out    403 csrf    422 signature_refused, invalid

Every answer is JSON with a `status`, and a `detail` when it refuses: the sentence the expert reads.
"""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from events.access import DEVICE_COOKIE, let_in, let_out
from events.build import build_version
from events.errors import DomainError, PinWaits, PinWrong, TabletIsOut
from events.models import Pass
from events.models.enrolments import PERCENT
from events.public_keys import LONGEST_KEY, SIGNATURE_LETTERS
from events.services.unlocking import lock, unlock
from events.services.watching import SaidOfItself, note_tablet
from experts.api_access import answered, expert_with_pass, held_by, proves_our_page
from experts.errors import ScoringIsClosed
from experts.operations import Text
from experts.reports.tablet import on_stage_for
from experts.services.tablet_keys import register_key
from experts.sheets import Outcome

router = Router()

A_YEAR_MS = 366 * 24 * 3600 * 1000
Count = Annotated[int, Field(strict=True, ge=0, le=100_000)]
Clock = Annotated[int, Field(strict=True, ge=-100 * A_YEAR_MS, le=100 * A_YEAR_MS)]
Share = Annotated[float, Field(ge=0, le=1)]


class PinIn(Schema):
    pin: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    card: int | None = None


class KeyIn(Schema):
    """The public half, and the tablet's signature over the card and this key (experts/signatures.py)."""

    public_key: Annotated[str, Field(max_length=LONGEST_KEY)]
    proof: Annotated[str, Field(max_length=SIGNATURE_LETTERS)]


class TabletIn(Schema):
    version: Annotated[Text, Field(max_length=64)]
    unsent: Count
    clock_ms: Clock | None = None
    battery: Share | None = None

    def said(self) -> SaidOfItself:
        percent = None if self.battery is None else int(self.battery * PERCENT + 0.5)
        return SaidOfItself(self.version, self.unsent, self.clock_ms, percent)


@router.post("/unlock", auth=None, url_name="unlock")
def tablet_unlock(request: HttpRequest, body: PinIn) -> HttpResponse:
    """Open the session anew by the PIN; the cookie with the token of forms is a fresh one."""
    get_token(request)
    proves_our_page(request)
    device = request.COOKIES.get(DEVICE_COOKIE, "")
    try:
        held = unlock(device, body.pin, at=timezone.now(), card=body.card)
    except (PinWrong, PinWaits, TabletIsOut) as refusal:
        return _refused(refusal)
    let_in(request, held)
    return answered({"status": "unlocked", "card": held.pk})


@router.post("/lock", auth=expert_with_pass, url_name="lock")
def tablet_lock(request: HttpRequest) -> HttpResponse:
    """End the session of a tablet that lies still, as "Leave" does: only the PIN opens it again."""
    if not lock(held_by(request), at=timezone.now()):
        return answered({"status": "open"})
    let_out(request)
    return answered({"status": "locked"})


@router.put("/tablet", auth=expert_with_pass, url_name="tablet")
def tablet_note(request: HttpRequest, body: TabletIn) -> HttpResponse:
    """Keep what the tablet says of itself; say the time, the build, and which team is on stage."""
    held, now = held_by(request), timezone.now()
    get_token(request)
    note_tablet(held, body.said(), at=now)
    return answered(
        {
            "status": "noted",
            "now": int(now.timestamp() * 1000),
            "version": build_version(),
            **_stage(held),
        }
    )


@router.get("/tablet", auth=expert_with_pass, url_name="tablet")
def tablet_stage(request: HttpRequest) -> HttpResponse:
    """Which team is on stage: read often by every tablet, so it writes nothing and takes no line."""
    return answered({"status": Outcome.CURRENT, **_stage(held_by(request))})


def _stage(held: Pass) -> dict[str, int | None]:
    stage = on_stage_for(held.person_id)
    if stage is None:
        return {"on_stage": None, "team": None}
    return {"on_stage": stage.defense, "team": stage.number}


@router.put("/tablet/key", auth=expert_with_pass, url_name="tablet_key")
def tablet_key(request: HttpRequest, body: KeyIn) -> HttpResponse:
    """Register the key that this tablet made; whoever sends it once more gets the same answer.

    After the close the tablet did nothing wrong, and asks again with its next sheet.
    """
    get_token(request)
    try:
        key = register_key(
            held_by(request), public_key=body.public_key, proof=body.proof, at=timezone.now()
        )
    except ScoringIsClosed:
        return answered({"status": "closed"})
    return answered({"status": "registered", "key": key.mark})


def _refused(refusal: DomainError) -> HttpResponse:
    told: dict[str, Any] = {"status": refusal.code, "detail": str(refusal)}
    match refusal:
        case PinWrong():
            told["left"] = refusal.left
        case PinWaits():
            told["seconds"] = refusal.seconds
        case TabletIsOut():
            told["why"] = refusal.why
    response = answered(told, status=refusal.status)
    if isinstance(refusal, PinWaits):
        response["Retry-After"] = str(refusal.seconds)
    return response
