"""A tablet that signs, as a browser does: a P-256 key, SPKI and raw signatures in base64url."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from events.models import Pass
from events.public_keys import mark_of, written
from experts.models import TabletKey
from experts.services.tablet_keys import register_key, signer_of
from experts.sheets import Assignment, SheetOperation, Signed
from experts.signatures import text_of_key, text_of_sheet
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
        **({"key": signed.key, "signature": signed.signature} if signed else {}),
    }
