"""Looks through a zip container (XLSX, DOCX) before any library opens it.

Attacks kept out: an archive that inflates to gigabytes, and sizes that lie (every entry is inflated once,
against its own checksum, within a budget); what the XML inside can do is `xmlscan`'s part.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.parsers.expat import ExpatError

from kiosk.intake import limits
from kiosk.intake.containers import xmlscan
from kiosk.intake.refusals import refuse, refuse_broken, refuse_too_big

_CHUNK = 1 << 18
_STRINGS = "xl/sharedStrings.xml"


def check_archive(file: str, content: bytes) -> frozenset[str]:
    """Names of the entries, after each was inflated once within the limits. Raises `IntakeError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(file, archive)
            scan = xmlscan.Scan(file)
            # The texts come first: a cell that refers to one is charged its length.
            for entry in sorted(archive.infolist(), key=lambda e: (e.filename != _STRINGS, e.filename)):
                _scan_entry(archive, entry, scan)
            return frozenset(archive.namelist())
    # `zipfile` says NotImplementedError of a version, a compression or an encryption that it does not know.
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, LookupError, ExpatError,
    ) as error:  # fmt: skip
        raise refuse_broken(file) from error


def _check_sizes(file: str, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > limits.ZIP_ENTRIES:
        raise refuse_too_big(file, f"{len(entries)} tệp con bên trong")
    if len({e.filename.lower() for e in entries}) != len(entries):
        raise refuse_broken(file)
    if any(e.flag_bits & 1 for e in entries):
        raise refuse(file, "tệp nén có đặt mật khẩu", "bỏ mật khẩu rồi lưu lại")
    inflated = sum(e.file_size for e in entries)
    if inflated > limits.INFLATED_BYTES:
        raise refuse_too_big(file, f"giải nén ra {inflated >> 20} MB")


def _scan_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, scan: xmlscan.Scan) -> None:
    feed = scan.part(entry.filename) if entry.filename.lower().endswith((".xml", ".rels")) else None
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if feed is not None:
                feed(chunk, False)
    if feed is not None and entry.file_size:
        feed(b"", True)
