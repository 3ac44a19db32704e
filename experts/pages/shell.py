"""What a tablet keeps of the program to open an expert's pages without a network: no personal data."""

import json
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

WORKER: Final = "js/tablet/worker.js"
STYLES: Final = """
    tokens base components call conflict deliberation expert hand_over my_teams placed points seal
    tablet_notes votes words
"""
LIBRARY: Final = """
    base64url call_queue dom http queue_sender sure
"""
PAGES: Final = """
    added_words ask_team call_secretary points_field score_sheet sheet_conflict sheet_face sheet_fields
    sheet_half sheet_lay_over sheet_mode sheet_saver sheet_submit sheet_sums sheet_trouble sheet_typing
    sheet_undo team_tabs
"""
TABLET: Final = """
    capable contract database given_again halves hand_over handed idb idle ids kept_pages kept_store
    leave leftovers lock outbox pause pin posts qr refused report rows save_file sender signing stage start
    tablet twins watch worker_life
"""
FILES: Final = (
    *(f"css/{name}.css" for name in STYLES.split()),
    *(f"js/lib/{name}.js" for name in LIBRARY.split()),
    *(f"js/pages/{name}.js" for name in PAGES.split()),
    *(f"js/tablet/{name}.js" for name in TABLET.split()),
    "img/favicon.svg",
)


def worker_source(files: Sequence[str] = FILES, **marks: str) -> str:
    """The script of the service worker. It changes with any file, and so a browser sees a new version.

    `marks` say where else than on a tablet its page notes whose pages may be shown: a cache, and an address in it.
    """
    shell = {
        "files": [static(name) for name in files],
        "offline": reverse("expert:offline"),
        "statics": settings.STATIC_URL,
        **marks,
    }
    return f"self.SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(static(WORKER))});\n"
