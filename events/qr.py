import segno
from django.utils.safestring import SafeString

QUIET_ZONE = 4


def qr_svg(text: str) -> SafeString:
    """A QR code as SVG to stand in a page: black on white in any colours, sized by the page."""
    code = segno.make(text, micro=False, error="m")
    return SafeString(
        code.svg_inline(
            border=QUIET_ZONE, light="#fff", omitsize=True, svgclass=None, lineclass=None
        )
    )
