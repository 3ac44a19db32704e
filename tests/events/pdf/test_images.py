import pytest

from events.pdf.engine import PageStyle
from events.pdf.images import FlatArt, NotFlat


def test_art_that_is_not_flat_is_refused():
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs>'
        b'<linearGradient id="g" gradientUnits="userSpaceOnUse" x2="9"><stop stop-color="red"/>'
        b'<stop offset="1" stop-color="blue"/></linearGradient></defs>'
        b'<rect width="9" height="9" fill="url(#g)"/></svg>'
    )
    document = PageStyle().lay_out(
        '<img src="asset:a.svg" alt="">', images={"asset:a.svg": FlatArt("a", svg)}
    )

    with pytest.raises(NotFlat):
        document.write_pdf()
