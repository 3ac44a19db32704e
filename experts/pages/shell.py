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
    "css/tablet_notes.css",
    *("js/lib/call_queue.js", "js/lib/dom.js", "js/lib/http.js"),
    *("js/pages/score_sheet.js", "js/pages/points_field.js", "js/pages/sheet_conflict.js"),
    *("js/pages/sheet_fields.js", "js/pages/sheet_mode.js", "js/pages/sheet_saver.js"),
    *("js/pages/sheet_face.js", "js/pages/sheet_lay_over.js", "js/pages/sheet_submit.js"),
    *("js/pages/sheet_typing.js", "js/tablet/given_again.js", "js/tablet/pause.js"),
    *(
        "js/tablet/stage.js",
        "js/pages/sheet_sums.js",
        "js/pages/sheet_trouble.js",
        "js/pages/sheet_undo.js",
    ),
    *("js/pages/call_secretary.js", "js/pages/team_tabs.js"),
    *("js/tablet/contract.js", "js/tablet/database.js", "js/tablet/ids.js"),
    *("js/tablet/kept_pages.js", "js/tablet/leave.js", "js/tablet/outbox.js"),
    *("js/tablet/pin.js", "js/tablet/refused.js", "js/tablet/signing.js", "js/tablet/twins.js"),
    *("js/tablet/report.js", "js/tablet/sender.js", "js/tablet/start.js", "js/tablet/tablet.js"),
    *("js/tablet/watch.js", "js/tablet/worker_life.js"),
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
