"""A file of a release as an answer to a browser: what it is, how long it keeps, and packed where that makes it smaller.

Pages, scripts and lists are read once and stay packed in memory: a first load counts every byte, so they are packed as
small as deflate allows (2 to 6 % less than the usual level, at a price that is paid once a release).
"""

from __future__ import annotations

import mimetypes
from functools import lru_cache
from pathlib import Path

from deflate import gzip_compress
from fastapi import Request, Response
from fastapi.responses import FileResponse

from kiosk.web.library import Found

_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".woff2": "font/woff2"}
_TEXT = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
_HIGHEST = 12
_REMEMBERED = 512


def send(request: Request, path: str, found: Found) -> Response:
    """The answer to a request for `path`, which `found` holds."""
    if found.immutable:
        # Its name says what it holds: nobody need ask whether it changed, and 64 random digits do not compress.
        headers = {"Cache-Control": "max-age=31536000, immutable"}
    else:
        # Weak: the compressed and the plain form of one content share it.
        etag = f'W/"{found.sha256}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        known = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
        if known & {etag, "*"}:
            return Response(status_code=304, headers=headers)
    kind = _kind(path)
    if not kind.startswith((*_TEXT, "font/")):
        return FileResponse(found.path, media_type=kind, headers=headers)
    if kind.startswith(_TEXT):
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(_packed(found.path), media_type=kind, headers=headers)
    return Response(found.path.read_bytes(), media_type=kind, headers=headers)


def _kind(path: str) -> str:
    name = path.rsplit("/", 1)[-1] or "index.html"
    suffix = "." + name.rsplit(".", 1)[-1]
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


@lru_cache(_REMEMBERED)
def _packed(place: Path) -> bytes:
    """What lies at `place`, an object named by its content, as gzip."""
    return bytes(gzip_compress(place.read_bytes(), _HIGHEST))
