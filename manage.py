#!/usr/bin/env python3
"""The project's command line: see `manage.py help` for the commands of the house."""

import os
import sys

READABLE_BY_THE_OWNER_ALONE = 0o077


def main() -> None:
    os.umask(READABLE_BY_THE_OWNER_ALONE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "defense.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are named

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
