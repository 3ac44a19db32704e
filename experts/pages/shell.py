"""What a tablet keeps of the program to open an expert's pages without a network: no personal data."""

import json
from typing import Final

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

WORKER: Final = "js/tablet/worker.js"
FILES: Final = (
    *("css/tokens.css", "css/base.css", "css/components.css"),
    *("css/expert.css", "css/points.css", "css/call.css", "css/conflict.css", "css/my_teams.css"),
    *("js/lib/call_queue.js", "js/lib/dom.js", "js/lib/http.js"),
    *("js/pages/call_secretary.js", "js/pages/points_field.js", "js/pages/score_sheet.js"),
    *("js/pages/sheet_conflict.js", "js/pages/sheet_face.js", "js/pages/sheet_fields.js"),
    *("js/pages/sheet_half.js", "js/pages/sheet_lay_over.js", "js/pages/sheet_mode.js"),
    *("js/pages/sheet_saver.js", "js/pages/sheet_submit.js", "js/pages/sheet_sums.js"),
    *("js/pages/sheet_trouble.js", "js/pages/sheet_typing.js", "js/pages/sheet_undo.js"),
    *("js/pages/team_tabs.js", "js/tablet/capable.js", "js/tablet/contract.js"),
    *("js/tablet/database.js", "js/tablet/halves.js", "js/tablet/ids.js"),
    *("js/tablet/kept_pages.js", "js/tablet/kept_store.js", "js/tablet/leave.js"),
    *("js/tablet/leftovers.js", "js/tablet/outbox.js", "js/tablet/pause.js", "js/tablet/pin.js"),
    *("js/tablet/refused.js", "js/tablet/report.js", "js/tablet/rows.js", "js/tablet/save_file.js"),
    *("js/tablet/sender.js", "js/tablet/signing.js", "js/tablet/start.js", "js/tablet/tablet.js"),
    *("js/tablet/twins.js", "js/tablet/watch.js", "js/tablet/worker_life.js"),
    *("css/hand_over.css", "js/tablet/hand_over.js", "js/tablet/handed.js", "js/tablet/qr.js"),
    "img/favicon.svg",
)


def worker_source() -> str:
    """The script of the service worker. It changes with any file, and so a browser sees a new version."""
    shell = {
        "files": [static(name) for name in FILES],
        "offline": reverse("expert:offline"),
        "statics": settings.STATIC_URL,
    }
    return f"self.SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(static(WORKER))});\n"
