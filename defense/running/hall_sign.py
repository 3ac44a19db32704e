"""What script/server --lan shows on the terminal: where tablets go, as text and as a code."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import segno

from events.certificates import authority_of, renewed_on
from events.hall_network import folder_of, own_name


def show(out: TextIO) -> None:
    site = urlsplit(os.environ["QORGAU_SITE_URL"])
    trust = f"http://{site.hostname}:{os.environ['TRUST_PORT']}/"
    folder = folder_of(Path(os.environ["QORGAU_HOME"]))
    authority = authority_of(folder, datetime.now(UTC))
    if name := own_name():
        out.write(f"By name, where tablets find it: https://{name}:{site.port}\n")
    out.write(f"Tablets take the certificate once from {trust}\n")
    if renewed := renewed_on(folder):
        out.write(f"Made anew on {renewed}: tablets that trusted the earlier one take it again.\n")
    segno.make(trust, micro=False).terminal(out=out, compact=True)
    out.write(f"Its SHA-256 fingerprint, to be compared on the tablet:\n{authority.fingerprint}\n")


if __name__ == "__main__":
    show(sys.stdout)
