"""Names of cached results. A key says everything the result depends on: same key, same bytes, on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kiosk.canonical import canonical, digest
from kiosk.model.manifest import Manifest

_DRAWING = ("qrcode", "deflate", "fonttools", "pillow", "resvg-py")
_READING = ("zxing-cpp", "pypdfium2", "pikepdf")
_PAGE = ("jinja2",)
_TOP = Path(__file__).resolve().parents[2]


def _tree(folder: Path) -> str:
    """Digest of the names and contents of all files below a folder."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _versions(names: tuple[str, ...]) -> list[list[str]]:
    return [[name, version(name)] for name in names]


@cache
def drawing() -> str:
    """The recipe of everything on paper: drawing code, faces, library versions."""
    folder = _TOP / "posters"
    return digest(canonical([_tree(folder), _versions(_DRAWING)]))[:16]


@cache
def paging() -> str:
    """The recipe of everything on screen: page code, templates, static files, library versions."""
    from kiosk import resources  # noqa: PLC0415 - keeps this module free of paths until asked

    here = _TOP / "kiosk"
    named = [here / name for name in ("text.py", "catalogue/listing.py", "settings/links.py")]
    code = "".join(digest(p.read_bytes()) for p in sorted({*here.glob("pages/*.py"), *named}))
    return digest(canonical([code, _tree(resources.templates()), _tree(resources.static()), _versions(_PAGE)]))[:16]


@cache
def _encoding() -> str:
    source = (_TOP / "posters" / "qr.py").read_bytes()
    return digest(canonical([digest(source), version("qrcode")]))[:12]


def encoded(payload: str) -> str:
    """A payload's symbol."""
    return f"qr/{_encoding()}/{payload}"


def body(key: str) -> str:
    """A drawn body."""
    return f"body/{key}"


def data(content: str) -> str:
    """A page's data file."""
    return f"data/{paging()}/{content}"


def font(name: str, drawn: str) -> str:
    """A face cut down to some characters."""
    return f"font/{drawing()}/{name}/{drawn}"


def spans() -> str:
    """All measured cards."""
    return f"spans/{drawing()}"


def artefact(key: str) -> str:
    """The object that was made from these inputs."""
    return f"art/{key}"


@cache
def _reader() -> str:
    sources = [digest((_TOP / name).read_bytes()) for name in ("kiosk/gate/readback.py", "posters/inspect.py")]
    return digest(canonical([sources, _versions(_READING)]))[:12]


def reading(content: str) -> str:
    """What an independent reader found on a page with this content."""
    return f"read/{_reader()}/{content}"


def proof(content: str) -> str:
    """That pages made from this content by our code were read and found right."""
    return f"proof/{_reader()}/{drawing()}/{content}"


def of(manifest: Manifest) -> Iterator[str]:
    """Every cached result that a release still profits from; readings are made again where they are wanted again."""
    yield spans()
    for entry in manifest.files:
        yield artefact(entry.key)
    for key, codes in manifest.bodies.items():
        yield body(key)
        for code in codes:
            yield encoded(code.payload)
