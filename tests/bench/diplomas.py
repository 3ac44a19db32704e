"""This pipeline against naive WeasyPrint: same records, template, style sheet and art.

Naive means what the manual shows first: for each diploma a new style sheet, a new font
configuration, plain images and one `write_pdf`. The contenders take turns within one run, so that
a busy machine slows all of them; ratios hold, single milliseconds do not.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date

from django.template.loader import render_to_string

from diplomas import rendering
from diplomas.art import qr_png
from diplomas.numbering import new_code
from diplomas.record import DiplomaRecord
from diplomas.rendering import Renderer
from events.pdf.engine import asset_fetcher, engine
from events.pdf.self_check import self_check

CHUNKS_PER_RUN = 8
NAMES = ("Есімі Әкесінің аты", "Үлгі Ғалымқызы Һүрлігүл", "Sample Name Placeholder")


def bench_diplomas(count: int) -> None:
    """Print medians of `count` diplomas a contender."""
    self_check()
    records = [sample_record(number) for number in range(1, count + 1)]
    chunk = [sample_record(number) for number in range(1, rendering.CHUNK + 1)]
    renderer = Renderer()
    renderer.render(chunk[:3])
    naive(records[0])

    times: dict[str, list[float]] = {"naive": [], "single": [], "chunk": []}
    sizes: dict[str, list[int]] = {"naive": [], "single": [], "chunk": []}
    every = max(1, count // CHUNKS_PER_RUN)
    for turn, record in enumerate(records):
        _run("naive", lambda record=record: [naive(record)], times, sizes)
        _run("single", lambda record=record: renderer.render([record]), times, sizes)
        if turn % every == 0:
            _run("chunk", lambda: renderer.render(chunk), times, sizes)
    _print(times, sizes)


def naive(record: DiplomaRecord) -> bytes:
    """One diploma, nothing kept from the one before."""
    weasyprint = engine()
    page = rendering._page(record)
    border = (rendering.ARTWORK / "border.svg").read_bytes()
    fetcher = asset_fetcher({rendering.BORDER: border, page.qr_address: qr_png(record.verify_url)})
    fonts = weasyprint.text.fonts.FontConfiguration()
    css = weasyprint.CSS(
        string=(rendering.ARTWORK / "diploma.css").read_text(encoding="utf-8"),
        font_config=fonts,
        url_fetcher=fetcher,
    )
    html = weasyprint.HTML(
        string=render_to_string(rendering.TEMPLATE, {"pages": [page]}), url_fetcher=fetcher
    )
    pdf: bytes = html.write_pdf(stylesheets=[css], font_config=fonts)
    return pdf


def sample_record(number: int) -> DiplomaRecord:
    """A full page of text about nobody."""
    code = new_code()
    return DiplomaRecord(
        issuer="Алматы Менеджмент Университеті · Білім беруді дамыту институты",
        kind="ДИПЛОМ",
        kinds="Diploma · Диплом",
        lead="осы дипломмен",
        name=NAMES[number % len(NAMES)],
        name_note=f"директор, № {number} мектеп-гимназия, Шымкент қ.",
        before_topic=("«Білім берудегі менеджмент» бағдарламасы бойынша",),
        topic="«Talent management in the school: a new design for the life of teachers and the school principal»",
        after_topic=("жобасын көпшілік алдында қорғағаны үшін марапатталады",),
        supervised_by="Жоба жетекшілері",
        supervisors=("Үлгі Ғалымқызы Һүрлігүл", "Есімі Әкесінің аты"),
        signatories=(("Сарапшылар тобының төрайымы", ""), ("Ректор", "")),
        number=f"2019/{number:03d}",
        place_and_date="Шымкент қ. · 2019 жылғы 30 қараша",
        issued_on=date(2019, 11, 30),
        code=code,
        verify_url=f"http://127.0.0.1:8000/d/{code}",
        language="kk",
        title=f"Диплом 2019/{number:03d}",
    )


def _run(
    contender: str,
    render: Callable[[], Sequence[bytes]],
    times: dict[str, list[float]],
    sizes: dict[str, list[int]],
) -> None:
    started = time.perf_counter()
    files = render()
    times[contender].append((time.perf_counter() - started) * 1000 / len(files))
    sizes[contender] += [len(file) for file in files]


def _print(times: dict[str, list[float]], sizes: dict[str, list[int]]) -> None:
    labels = {
        "naive": "naive WeasyPrint",
        "single": "this pipeline, one by one",
        "chunk": f"this pipeline, chunks of {rendering.CHUNK}",
    }
    baseline = statistics.median(times["naive"])
    rows = [f"{'':32}{'diplomas':>9}{'median ms':>11}{'bytes':>9}{'ratio':>8}"]
    for contender, label in labels.items():
        median = statistics.median(times[contender])
        size = round(statistics.median(sizes[contender]))
        rows.append(
            f"{label:32}{len(sizes[contender]):>9}{median:>11.1f}{size:>9}{baseline / median:>7.1f}x"
        )
    sys.stdout.write("\n".join(rows) + "\n")
