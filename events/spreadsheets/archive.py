"""The archive of a workbook, looked at before anything in it is read: what it is, and how much would come out of it."""

import zipfile
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _

from events.spreadsheets.table import BadSpreadsheet

MOST_MEMBERS: Final = 500
LARGEST_UNPACKED: Final = 6_000_000  # bytes, all members together
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK"
ENCRYPTED: Final = 0x1
CONTENT_TYPES: Final = "[Content_Types].xml"
PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def checked_archive(data: bytes) -> None:
    """Raise BadSpreadsheet unless these are the bytes of a workbook of an ordinary size.

    A member that unpacks to more than the archive says is cut there and fails its checksum, so
    what the archive says is what will come out of it.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except Exception as error:
        raise no_workbook() from error
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > LARGEST_UNPACKED:
        raise BadSpreadsheet(
            _(
                "This workbook unpacks to far more than a list of people. Copy the list alone into a new workbook and"
                " bring that."
            )
        )
    names = [each.filename for each in members]
    if len(set(names)) < len(names) or any(
        each.flag_bits & ENCRYPTED or each.compress_type not in PACKED for each in members
    ):
        raise no_workbook()
    if CONTENT_TYPES not in names:
        raise no_workbook()


def no_workbook() -> BadSpreadsheet:
    return BadSpreadsheet(
        _(
            "This is no spreadsheet that can be read. Save the list as .xlsx or as .csv and bring it again."
        )
    )


def old_workbook() -> BadSpreadsheet:
    return BadSpreadsheet(
        _(
            "This is a workbook of the old kind (.xls), or one with a password. Save it as .xlsx without a password and"
            " bring it again."
        )
    )
