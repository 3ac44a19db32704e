# Shared by the scripts beside it; sourced, never run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=${QORGAU_HOME:-$root/var}
[[ $home = /* ]] || home=$PWD/$home
export QORGAU_HOME=$home
venv=$home/venv
cd "$root"

say() { printf '%s\n' "$*"; }

stop() {
  printf '%s\n' "$*" >&2
  exit 1
}

# A Python that is new enough: Debian's own first. It is built with optimizations, which one that somebody
# compiled often is not, and then takes a sixth longer for everything.
system_python() {
  local candidate
  for candidate in /usr/bin/python3.11 python3.11 python3 python3.12 python3.13; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      command -v "$candidate"
      return
    fi
  done
  stop "Python 3.11 or newer is missing: install the Debian package python3."
}

# Stops unless a server may listen on the port: port_is_free PORT
port_is_free() {
  "$(system_python)" - "$1" <<'PYTHON' || exit 1
import socket, sys
name = sys.argv[1]
if not (name.isascii() and name.isdecimal() and len(name) < 6 and 1 <= int(name) <= 65535):
    sys.exit(f"PORT must be a whole number from 1 to 65535, not “{name}”.")
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(name)))
    except PermissionError:
        sys.exit(f"Port {name} is reserved for the system: set PORT to a number above 1023.")
    except OSError:
        sys.exit(f"Port {name} is in use: stop the other program, or set PORT to another number.")
PYTHON
}

# The named packages that are not installed, one on a line.
missing_packages() {
  local name
  for name in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) = installed ]] || printf '%s\n' "$name"
  done
}

# Runs a command as root, if this user may without being asked for a password.
as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

may_install() {
  [[ $EUID -eq 0 ]] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

# Installs what is missing of the named packages, or says what to install and stops.
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0
  may_install || stop "System packages are missing. Install them and start again:
  sudo apt-get install --no-install-recommends ${missing[*]}"
  say "Installing ${missing[*]}"
  quietly "The packages could not be installed; see the lines above." apt_install "${missing[@]}"
}

apt_install() {
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "$@"
}

# Keeps a command's output to itself unless it fails: quietly SENTENCE COMMAND...
quietly() {
  local sentence=$1 log
  shift
  log=$(mktemp)
  if ! ( set -e; "$@" ) >"$log" 2>&1 </dev/null; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    stop "$sentence"
  fi
  rm -f "$log"
}
