"""Whether this machine can print: asked before anything is served."""

from events.pdf.engine import asset_fetcher, engine, lay_out
from events.pdf.errors import RenderingUnavailable
from events.pdf.faces import DOCUMENT_FACES, installed_face


def self_check() -> None:
    """Raise RenderingUnavailable, with one sentence, when a document would fail or look wrong."""
    if engine().text.ffi.harfbuzz_subset is None:
        raise RenderingUnavailable(
            "The library harfbuzz-subset is missing: install the Debian package libharfbuzz-subset0."
        )
    expected = {installed_face(source).content: source for source in DOCUMENT_FACES}
    drawn = _faces_drawn()
    for content, source in expected.items():
        if content not in drawn:
            raise RenderingUnavailable(
                f"fontconfig does not offer the font {source.label} of the Debian package "
                f"{source.package}: run fc-cache, or remove other copies of it."
            )


def _faces_drawn() -> set[bytes]:
    """The font files that WeasyPrint takes for our faces."""
    families = dict.fromkeys(source.family for source in DOCUMENT_FACES)
    html = "".join(
        f'<p style="font: 9pt {family}">Ә<b>Ә</b><span style="font-weight: 600">Ә</span></p>'
        for family in families
    )
    document = lay_out(html, fetcher=asset_fetcher({}))
    document.write_pdf()
    read = engine().text.fonts.get_hb_object_data
    return {bytes(read(font.hb_face)) for font in document.fonts.values()}
