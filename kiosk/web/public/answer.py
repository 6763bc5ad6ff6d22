"""A file of a release as an answer to a browser: what it is, how long it keeps, and packed where that makes it smaller.

Pages, scripts and lists are packed once and kept in memory while the object on disk is what was packed: a first load
counts every byte, so they are packed as small as each coding allows, at a price that is paid once a release. Browsers
take brotli (5 to 10 % less than gzip) over https and on their own machine only; over plain http it is gzip. A squeezed
list goes out as its document in brotli, or as it lies there. What is large goes out piece by piece.
"""

from __future__ import annotations

import logging
import mimetypes
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import brotli
from deflate import gzip_compress
from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from kiosk.errors import StoreError
from kiosk.pages.squeezing import is_squeezed, unsqueeze
from kiosk.web.public.library import ServedFile
from kiosk.web.public.objects import PIECE, ObjectShelf, OpenObject
from kiosk.web.tags import has_answer

_LOG = logging.getLogger(__name__)
_TYPES = {
    ".webmanifest": "application/manifest+json",
    ".js": "text/javascript",
    ".woff2": "font/woff2",
}
_TEXT = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
_HIGHEST = 12
_LARGEST_PACKED = 4 << 20
"""No page or list is nearly so large; packing needs the whole in memory."""
_KEPT_BYTES = 48 << 20
_RANGE = re.compile(r"bytes=(\d{1,15})?-(\d{1,15})?")


class PackedTexts:
    """Texts packed in each coding, by the sha256 of the text; the ones not asked for longest go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, sha256: str, coding: str) -> bytes | None:
        """What was packed before."""
        with self._lock:
            packed = self._kept.get((sha256, coding))
            if packed is not None:
                self._kept.move_to_end((sha256, coding))
            return packed

    def pack(self, sha256: str, coding: str, content: bytes) -> bytes:
        """Pack `content`, whose sha256 this is, and keep it."""
        packed = bytes(brotli.compress(content) if coding == "br" else gzip_compress(content, _HIGHEST))
        with self._lock:
            if (sha256, coding) not in self._kept:
                self._kept[sha256, coding] = packed
                self._size += len(packed)
            while self._size > _KEPT_BYTES:
                self._size -= len(self._kept.popitem(last=False)[1])
        return packed


class _PiecewiseResponse(Response):
    """Bytes `start` to `stop` of an object, read, compared and sent piece by piece. It closes the object."""

    def __init__(
        self, content: OpenObject, start: int, stop: int, status: int, media_type: str, headers: Mapping[str, str]
    ) -> None:
        length = {"Content-Length": str(stop - start)}
        super().__init__(status_code=status, media_type=media_type, headers={**headers, **length})
        self._object, self._start, self._stop = content, start, stop
        # What is wrong from the first piece on is found before anything is sent.
        self._first = content.read_piece(start // PIECE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the shape of ASGI
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] != "HEAD":
                await self._send_pieces(send)
            await send({"type": "http.response.body", "body": b""})
        except StoreError as error:
            # The length was promised: the server cuts the connection, and the browser knows that this is not all.
            _LOG.error("%s", error)
        finally:
            self._object.close()

    async def _send_pieces(self, send: Send) -> None:
        first = self._start // PIECE
        for number in range(first, (self._stop - 1) // PIECE + 1):
            piece = self._first if number == first else await run_in_threadpool(self._object.read_piece, number)
            at = number * PIECE
            part = piece[max(self._start - at, 0) : self._stop - at]
            await send({"type": "http.response.body", "body": part, "more_body": True})


def send_file(request: Request, file: ServedFile, shelf: ObjectShelf, packed: PackedTexts) -> Response:
    """The answer to a request for `file`. Raises `StoreError` where the object is not what its name says: then nothing
    of it is sent, not even that it did not change."""
    content = shelf.open(file.sha256, file.size)
    try:
        answer = _answer(request, file, content, packed)
    except StoreError:
        content.close()
        shelf.forget(file.sha256)
        raise
    if not isinstance(answer, _PiecewiseResponse):
        content.close()
    return answer


def _answer(request: Request, file: ServedFile, content: OpenObject, packed: PackedTexts) -> Response:
    if file.immutable:
        # Its name says what it holds: nobody need ask whether it changed, and 64 random digits do not compress.
        headers = {"Cache-Control": "max-age=31536000, immutable"}
    else:
        # Weak: the compressed and the plain form of one content share it.
        etag = f'W/"{file.sha256}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if has_answer(request, etag):
            return Response(status_code=304, headers=headers)
    media_type = _find_media_type(file.path)
    if media_type.startswith("font/"):
        return _send_bytes(content, slice(0, content.size), 200, media_type, headers)
    codings = _list_codings(file.path, media_type)
    if not codings:
        return _send_part(request, content, media_type, headers)
    headers["Vary"] = "Accept-Encoding"
    accepted = request.headers.get("accept-encoding", "") if content.size <= _LARGEST_PACKED else ""
    coding = _choose_coding(accepted, codings)
    if not coding:
        return _send_bytes(content, slice(0, content.size), 200, media_type, headers)
    headers["Content-Encoding"] = coding
    body = packed.get(file.sha256, coding) or packed.pack(file.sha256, coding, _read_document(file, content))
    return Response(body, media_type=media_type, headers=headers)


def _list_codings(path: str, media_type: str) -> Sequence[str]:
    """The codings in which a file may go out, best first."""
    if is_squeezed(path):
        return ("br",)
    return ("br", "gzip") if media_type.startswith(_TEXT) else ()


def _read_document(file: ServedFile, content: OpenObject) -> bytes:
    """What is packed for the way: the text, and of a squeezed file its document, which brotli makes as small and the
    browser undoes in no time. Where no brotli is taken the squeezed file goes out: gzip would be a tenth larger."""
    whole = content.read_all()
    try:
        return unsqueeze(whole) if is_squeezed(file.path) else whole
    except ValueError as error:
        raise StoreError(
            "tệp dữ liệu của trang kiosk không mở được", place=file.path, way_out="chạy kiosk regenerate để dựng lại"
        ) from error


def _send_bytes(content: OpenObject, part: slice, status: int, media_type: str, headers: Mapping[str, str]) -> Response:
    """A part of an object: at once where it lies in one piece, else piece by piece."""
    first, last = part.start // PIECE, max(part.stop - 1, part.start) // PIECE
    if first < last:
        return _PiecewiseResponse(content, part.start, part.stop, status, media_type, headers)
    body = content.read_piece(first)[part.start - first * PIECE : part.stop - first * PIECE]
    return Response(body, status, dict(headers), media_type)


def _send_part(request: Request, content: OpenObject, media_type: str, headers: Mapping[str, str]) -> Response:
    """The range that is asked for (RFC 9110 14), else the whole. Several ranges at once are not served, as is allowed;
    `If-Range` needs a strong tag, which nothing here has."""
    headers = {**headers, "Accept-Ranges": "bytes"}
    match = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if request.method != "GET" or "if-range" in request.headers or not match or not any(match.groups()):
        return _send_bytes(content, slice(0, content.size), 200, media_type, headers)
    first, last = (None if group is None else int(group) for group in match.groups())
    if first is None:
        start, stop = max(content.size - (last or 0), 0), content.size
    else:
        start, stop = first, content.size if last is None else min(last + 1, content.size)
    if first is not None and last is not None and last < first:
        return _send_bytes(content, slice(0, content.size), 200, media_type, headers)  # no range at all
    if start >= content.size:
        refused = {**headers, "Content-Range": f"bytes */{content.size}"}
        return Response(status_code=416, headers=refused)
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{content.size}"
    return _send_bytes(content, slice(start, stop), 206, media_type, headers)


def _find_media_type(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    suffix = "." + name.rsplit(".", 1)[-1]
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _choose_coding(accepted: str, codings: Sequence[str]) -> str:
    """The first of these codings that a browser takes, or "" where it takes none."""
    accepted_codings = {
        coding
        for coding, _, weight in (part.replace(" ", "").partition(";") for part in accepted.split(","))
        if weight not in ("q=0", "q=0.0")
    }
    return next((ours for ours in codings if ours in accepted_codings), "")
