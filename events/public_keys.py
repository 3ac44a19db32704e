"""P-256 keys and signatures as browsers make them (WebCrypto): SPKI and raw `r || s`, in base64url.

A key's mark is short enough for a slip of paper and long enough (80 bits) that nobody finds a second key with it.
"""

import base64
import binascii
import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

HALF: Final = 32  # bytes of each half of a signature
MARK_LETTERS: Final = 16
LONGEST_KEY: Final = 200
SIGNATURE_LETTERS: Final = 86


def read_key(text: str) -> ec.EllipticCurvePublicKey:
    """Raises ValueError for what is no P-256 key in SPKI, or is one written in another way."""
    try:
        key = serialization.load_der_public_key(_bytes_of(text))
    except UnsupportedAlgorithm:
        raise ValueError("not a P-256 key") from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("not a P-256 key")
    if _spki(key) != _bytes_of(text):
        raise ValueError("not as browsers write a key")
    return key


def is_signed(text: str, *, signature: str, key: str) -> bool:
    """Whether the key made this signature over the text. Raises ValueError for no key."""
    public = read_key(key)
    try:
        raw = _bytes_of(signature)
    except ValueError:
        return False
    if len(raw) != 2 * HALF:
        return False
    halves = (int.from_bytes(raw[:HALF]), int.from_bytes(raw[HALF:]))
    try:
        public.verify(encode_dss_signature(*halves), text.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def mark_of(key: str) -> str:
    """Four groups of four letters and figures. Raises ValueError for what is not base64url."""
    letters = base64.b32encode(hashlib.sha256(_bytes_of(key)).digest()).decode()[:MARK_LETTERS]
    return "-".join(letters[at : at + 4] for at in range(0, MARK_LETTERS, 4))


def written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes_of(text: str) -> bytes:
    """One text for each value: what would be read alike and is written otherwise is refused."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("not base64url") from None
    if written(raw) != text:
        raise ValueError("not base64url")
    return raw


def _spki(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
