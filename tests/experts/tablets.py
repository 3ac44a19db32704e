"""A tablet that signs, as a browser does: a P-256 key, SPKI and raw signatures in base64url."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from events.models import Pass
from events.public_keys import mark_of, written
from experts.models import TabletKey
from experts.services.tablet_keys import register_key, signer_of
from experts.sheets import Assignment, SheetOperation, Signed
from experts.signatures import text_of_handed, text_of_key, text_of_sheet
from tests.factories import DAY


@dataclass(frozen=True)
class Tablet:
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def public_key(self) -> str:
        encoding, kind = (
            serialization.Encoding.DER,
            serialization.PublicFormat.SubjectPublicKeyInfo,
        )
        return written(self.private.public_key().public_bytes(encoding, kind))

    @property
    def mark(self) -> str:
        return mark_of(self.public_key)

    def sign(self, text: str) -> str:
        der = self.private.sign(text.encode(), ec.ECDSA(hashes.SHA256()))
        return written(b"".join(half.to_bytes(32) for half in decode_dss_signature(der)))

    def proof(self, card: Pass) -> str:
        text = text_of_key(signer_of(card), card=card.pk, public_key=self.public_key)
        return self.sign(text)

    def register(self, card: Pass, *, at=DAY) -> TabletKey:
        return register_key(card, public_key=self.public_key, proof=self.proof(card), at=at)

    def signed(
        self, operation: SheetOperation, assignment: Assignment, card: Pass, **other: object
    ) -> SheetOperation:
        """The operation with a signature; over other values where these are named."""
        said = replace(operation, **other) if other else operation
        text = text_of_sheet(signer_of(card, self.mark), assignment, said)
        return replace(operation, signed=Signed(self.mark, self.sign(text)))


def body_of(operation: SheetOperation) -> Mapping[str, object]:
    """As the API takes it."""
    signed = operation.signed
    return {
        "op_id": str(operation.op_id),
        "base_rev": operation.base_rev,
        "rubric_version": operation.rubric_version,
        "final": operation.is_final,
        "points": operation.stored_points(),
        "comment": operation.comment,
        "readers": operation.readers,
        **({"key": signed.key, "signature": signed.signature} if signed else {}),
    }


def handed_over(
    given: Iterable[tuple[Assignment, SheetOperation]], card: Pass, tablet: Tablet | None
) -> dict[str, object]:
    """What a tablet writes in its file; signed as a whole, if there is one that can."""
    signer = signer_of(card, tablet.mark if tablet else "")
    text = json.dumps([{"sheet": str(sheet), **body_of(each)} for sheet, each in given])
    said: dict[str, object] = {
        "qorgau": "unsent sheets",
        "version": 1,
        "event": signer.event,
        "person": signer.person,
        "given": text,
    }
    if tablet:
        signature = tablet.sign(text_of_handed(signer, text))
        said |= {"key": tablet.mark, "signature": signature}
    return said


def as_code(said: Mapping[str, object], part: int = 1, parts: int = 1) -> str:
    """The same as a code of the tablet carries it."""
    folded = zlib.compress(json.dumps(said).encode(), wbits=-zlib.MAX_WBITS)
    return f"{part}.{parts}.z{written(folded)}"
