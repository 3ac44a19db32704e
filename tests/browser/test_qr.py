"""The tablet's encoder of QR codes, module by module against another one."""

import random
from base64 import b64encode

import pytest
import segno
from segno import consts

ENCODE = """async ([source, asked]) => {
  const { qrOf } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  return asked.map(([text, version, mask]) => {
    const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
    const rows = qrOf(bytes, { ...(version && { version }), ...(mask !== null && { mask }) });
    return rows && rows.map((row) => row.map(Number).join(""));
  });
}"""


@pytest.fixture
def encode(chromium, settings):
    source = (settings.BASE_DIR / "static/js/tablet/qr.js").read_text()
    page = chromium.new_page()

    def codes(*asked):
        told = [(b64encode(content).decode(), *rest) for content, *rest in asked]
        return page.evaluate(ENCODE, [source, told])

    yield codes
    page.close()


def drawn(content: bytes, *, version=None, mask=None) -> list[str]:
    code = segno.make_qr(
        content, error="l", version=version, mask=mask, mode="byte", boost_error=False
    )
    return ["".join(map(str, row)) for row in code.matrix]


def longest(version: int) -> int:
    bits = consts.SYMBOL_CAPACITY[version][consts.ERROR_LEVEL_L]
    return (bits - 4 - (8 if version < 10 else 16)) // 8


@pytest.fixture(autouse=True)
def pads_by_the_standard(monkeypatch):
    """segno adds a byte of zeros where the bits fill whole bytes already, which no reader minds."""
    padded = lambda bits, version, length: bits.extend([0] * (-length % 8))  # noqa: E731 - one line
    monkeypatch.setattr(segno.encoder, "write_padding_bits", padded)


def test_every_version_is_drawn_as_another_encoder_draws_it(encode):
    luck = random.Random(9)
    asked = [
        (luck.randbytes(length), version, luck.randrange(8))
        for version in range(1, 41)
        for length in (longest(version), luck.randrange(1, longest(version)))
    ]

    found = encode(*asked)

    for (content, version, mask), rows in zip(asked, found, strict=True):
        assert rows == drawn(content, version=version, mask=mask), (version, mask, len(content))


def test_texts_of_any_length_take_the_least_version(encode):
    luck = random.Random(7)
    asked = [(luck.randbytes(luck.randrange(1, 900)), None, each % 8) for each in range(24)]

    found = encode(*asked)

    assert found == [drawn(content, mask=mask) for content, _, mask in asked]


def test_a_mask_is_chosen_and_more_than_a_code_holds_is_none(encode):
    content = b"https://example.org/#" + bytes(200)

    chosen, too_much = encode((content, None, None), (bytes(2954), None, None))

    assert chosen in [drawn(content, mask=mask) for mask in range(8)]
    assert too_much is None
