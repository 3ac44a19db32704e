"""How tablets in the same network reach this machine: its addresses, its name, its certificate.

`python -m events.hall_network` prints the settings with which script/server --lan serves.
"""

import argparse
import fcntl
import os
import re
import socket
import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from events.certificates import may_speak_for, server_files

SIOCGIFADDR: Final = 0x8915
SOMEWHERE_ELSE: Final = ("198.51.100.1", 9)  # of no network; nothing is sent to it


def folder_of(home: Path) -> Path:
    folder = home / "tls"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def own_addresses() -> list[str]:
    """The machine's addresses in private networks; the one of its usual way out first."""
    usual = _usual_address()
    found = {each: None for each in [usual, *_addresses_of_interfaces()] if each}
    return [each for each in found if may_speak_for(each) and not ip_address(each).is_loopback]


def own_name() -> str:
    """As tablets find it without a name server; empty for a machine whose name is no name for that."""
    name = socket.gethostname().partition(".")[0].lower()
    return f"{name}.local" if re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", name) else ""


def settings_for(home: Path, port: int, addresses: list[str], at: datetime) -> dict[str, str]:
    """The variables of the processes. Writes the certificate."""
    name = own_name()
    names = [*addresses, *([name] if name else []), "localhost", "127.0.0.1"]
    names = list(dict.fromkeys(names))
    files = server_files(folder_of(home), names, at)
    is_here = all(ip_address(each).is_loopback for each in addresses)
    return {
        "QORGAU_LAN": "true",
        "QORGAU_SITE_URL": f"https://{addresses[0]}:{port}",
        "QORGAU_ALLOWED_HOSTS": ",".join(names),
        "WEB_HOST": "127.0.0.1" if is_here else "0.0.0.0",  # noqa: S104 - tablets are to reach it
        "UVICORN_SSL_CERTFILE": str(files.certificate),
        "UVICORN_SSL_KEYFILE": str(files.key),
    }


def _usual_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE_ELSE)
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def _addresses_of_interfaces() -> Iterator[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _number, name in socket.if_nameindex():
            asked = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, asked)
            except OSError:
                continue
            yield socket.inet_ntoa(answer[20:24])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("address", nargs="?", default="")
    given = parser.parse_args()
    addresses = [given.address] if given.address else own_addresses()
    if not addresses:
        raise SystemExit(
            "This machine has no address in a private network: join the hall's Wi-Fi first."
        )
    if not all(map(may_speak_for, addresses)):
        raise SystemExit(f"{given.address} is not an address of a private network.")
    home = Path(os.environ["QORGAU_HOME"])
    for name, value in settings_for(home, given.port, addresses, datetime.now(UTC)).items():
        print(f"{name}={value}")  # noqa: T201 - script/server reads it


if __name__ == "__main__":
    main()
