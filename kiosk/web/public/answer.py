"""A file of a release as an answer to a browser: what it is, how long it keeps, and packed where that makes it smaller.

Pages, scripts and lists are read once and stay packed in memory: a first load counts every byte, so they are packed as
small as each coding allows, at a price that is paid once a release. Browsers take brotli (5 to 10 % less than gzip)
over https and on their own machine only; over plain http it is gzip.
"""

from __future__ import annotations

import mimetypes
from functools import lru_cache
from pathlib import Path

import brotli
from deflate import gzip_compress
from fastapi import Request, Response
from fastapi.responses import FileResponse

from kiosk.web.public.library import ServedFile

_TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".woff2": "font/woff2"}
_TEXT = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
_HIGHEST = 12
_REMEMBERED = 512


def send_file(request: Request, path: str, file: ServedFile) -> Response:
    """The answer to a request for `path`, which `file` holds."""
    if file.immutable:
        # Its name says what it holds: nobody need ask whether it changed, and 64 random digits do not compress.
        headers = {"Cache-Control": "max-age=31536000, immutable"}
    else:
        # Weak: the compressed and the plain form of one content share it.
        etag = f'W/"{file.sha256}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        known = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
        if known & {etag, "*"}:
            return Response(status_code=304, headers=headers)
    media_type = _media_type(path)
    if not media_type.startswith((*_TEXT, "font/")):
        return FileResponse(file.path, media_type=media_type, headers=headers)
    if media_type.startswith(_TEXT):
        headers["Vary"] = "Accept-Encoding"
        coding = _choose_coding(request.headers.get("accept-encoding", ""))
        if coding:
            headers["Content-Encoding"] = coding
            return Response(_pack_file(file.path, coding), media_type=media_type, headers=headers)
    return Response(file.path.read_bytes(), media_type=media_type, headers=headers)


def _media_type(path: str) -> str:
    name = path.rsplit("/", 1)[-1] or "index.html"
    suffix = "." + name.rsplit(".", 1)[-1]
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _choose_coding(accepted: str) -> str:
    """The best of our codings that a browser takes, or "" where it takes none."""
    taken = {
        coding
        for coding, _, weight in (part.replace(" ", "").partition(";") for part in accepted.split(","))
        if weight not in ("q=0", "q=0.0")
    }
    return next((ours for ours in ("br", "gzip") if ours in taken), "")


@lru_cache(_REMEMBERED)
def _pack_file(place: Path, coding: str) -> bytes:
    """What lies at `place`, an object named by its content, in this coding."""
    content = place.read_bytes()
    return bytes(brotli.compress(content) if coding == "br" else gzip_compress(content, _HIGHEST))
