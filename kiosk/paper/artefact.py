"""A file of a release before it is made: where it goes, under which key its bytes are known, and how to make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from posters.pdf import Template

Templates = Mapping[str, Template]
"""Drawings that the files of several sites share, by name."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file of a release: path, digest of all that decides its bytes (equal keys, equal bytes), and its maker, which
    is given the drawings that were made before. `template` names the one that it needs; empty where it needs none."""

    path: str
    key: str
    make: Callable[[Templates], bytes]
    template: str = ""
