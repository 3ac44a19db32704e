"""Contact sheets: all pictures in a grid, and pairs of two folders with the share that differs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from os.path import relpath
from pathlib import Path

from PIL import Image, ImageChops

STYLE = """body { font: 14px sans-serif; margin: 16px; background: #eee }
h2 { font-size: 15px; margin: 24px 0 4px } h2 + div { display: flex; gap: 8px; align-items: start; flex-wrap: wrap }
figure { margin: 0; background: #fff } figcaption { padding: 2px 4px; font-size: 11px }
img { display: block; height: 220px; max-width: 400px; object-fit: cover; object-position: top }
.pair img { width: 45vw; height: auto; max-width: none; max-height: 80vh; object-fit: contain; object-position: top left }"""
NOTICEABLE = 8  # of 255 in any colour: smoothing of letters alone is no difference


@dataclass(frozen=True)
class Pair:
    """A picture and its counterpart; the share of pixels that differ, 1 where one is missing."""

    name: str
    here: Path
    there: Path
    share: float


def write_contact_sheet(folder: Path) -> Path:
    rows: dict[str, list[Path]] = defaultdict(list)
    for picture in sorted(folder.glob("*.*.*.png")):
        rows[picture.name.split(".")[0]].append(picture)
    body = [
        f"<h2>{escape(page)}</h2><div>{''.join(_figure(picture, folder) for picture in pictures)}</div>"
        for page, pictures in rows.items()
    ]
    return _write(folder / "index.html", "Every page", body)


def write_comparison(folder: Path, other: Path) -> tuple[Path, list[Pair]]:
    """The sheet of pairs, most different first, and the pairs."""
    names = {picture.name for each in (folder, other) for picture in each.glob("*.*.*.png")}
    pairs = [_pair(name, folder / name, other / name) for name in names]
    pairs.sort(key=lambda pair: (-pair.share, pair.name))
    body = [
        f'<h2>{pair.share:.2%} {escape(pair.name)}</h2><div class="pair">'
        f"{_figure(pair.there, folder)}{_figure(pair.here, folder)}</div>"
        for pair in pairs
    ]
    return _write(folder / "compare.html", f"{other.name} | {folder.name}", body), pairs


def difference(here: Path, there: Path) -> float:
    """The share of pixels that differ; the smaller picture counts as continued in nothing."""
    with Image.open(here) as one, Image.open(there) as two:
        size = max(one.width, two.width), max(one.height, two.height)
        canvases = [Image.new("RGB", size, colour) for colour in ("#fe01fe", "#01fe01")]
        for canvas, picture in zip(canvases, (one, two), strict=True):
            canvas.paste(picture.convert("RGB"), (0, 0))
    channels = ImageChops.difference(*canvases).split()
    strongest = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    changed = sum(strongest.histogram()[NOTICEABLE + 1 :])
    return changed / (size[0] * size[1])


def _pair(name: str, here: Path, there: Path) -> Pair:
    share = difference(here, there) if here.exists() and there.exists() else 1.0
    return Pair(name, here, there, share)


def _figure(picture: Path, folder: Path) -> str:
    address = escape(relpath(picture, folder))
    caption = ".".join(picture.name.split(".")[1:3])
    return (
        f'<figure><a href="{address}"><img loading="lazy" src="{address}" alt="no picture"></a>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _write(file: Path, title: str, body: Iterable[str]) -> Path:
    head = f'<!doctype html><meta charset="utf-8"><title>{escape(title)}</title>'
    file.write_text(f"{head}<style>{STYLE}</style>\n" + "\n".join(body) + "\n", encoding="utf-8")
    return file
