"""Keys and signatures as browsers make them."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from events.public_keys import is_signed, mark_of, read_key, written
from tests.experts.tablets import Tablet

TABLET = Tablet()
TEXT = "Ә, «8.5» 🙂"


def spki(key) -> str:
    return written(
        key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )


def test_what_was_signed_is_told_from_anything_else():
    signature, other = TABLET.sign(TEXT), Tablet()

    assert is_signed(TEXT, signature=signature, key=TABLET.public_key)
    assert not is_signed(TEXT + " ", signature=signature, key=TABLET.public_key)
    assert not is_signed(TEXT, signature=signature, key=other.public_key)
    assert not is_signed(TEXT, signature=signature[:-2], key=TABLET.public_key)
    assert not is_signed(TEXT, signature="", key=TABLET.public_key)
    assert not is_signed(TEXT, signature="ы" * 86, key=TABLET.public_key)
    assert not is_signed(TEXT, signature="A" * 86, key=TABLET.public_key)


COMPRESSED = written(
    TABLET.private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AAAA",
        "not a key",
        COMPRESSED,
        TABLET.public_key + "=",
        TABLET.public_key + "AAAA",
        spki(ec.generate_private_key(ec.SECP384R1())),
        spki(ec.generate_private_key(ec.SECP256K1())),
        spki(ed25519.Ed25519PrivateKey.generate()),
    ],
    ids=[
        "none",
        "short",
        "words",
        "compressed",
        "padded",
        "longer",
        "P-384",
        "secp256k1",
        "Ed25519",
    ],
)
def test_no_other_kind_of_key_is_read(text):
    with pytest.raises(ValueError, match=r"."):
        read_key(text)


def test_a_key_has_one_mark_that_fits_on_a_slip():
    mark = mark_of(TABLET.public_key)

    assert [len(group) for group in mark.split("-")] == [4, 4, 4, 4]
    assert mark == Tablet(TABLET.private).mark != Tablet().mark
