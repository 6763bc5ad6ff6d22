"""What is prepared of the faces, so that drawing opens no font file: `python -m posters.prepare` writes it.

To be run after a change of a face, of the alphabet or of fontTools; a test holds the files against the faces.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from posters import faces, fonts
from posters.fonts import Face


def make_files() -> Iterator[tuple[Path, bytes]]:
    """Path and content of every prepared file: measures of all faces, the alphabet of the main ones."""
    for face, name in fonts.NAMES.items():
        measures = faces.measure_face(faces.open_face(name))
        content = json.dumps(measures, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        yield fonts.PREPARED / f"{name}.json", content
        if face is not Face.FALLBACK:
            yield fonts.PREPARED / f"{name}.ttf", faces.cut(name, "".join(sorted(fonts.ALPHABET)))


def main() -> None:
    """Write all files."""
    fonts.PREPARED.mkdir(exist_ok=True)
    for path, content in make_files():
        path.write_bytes(content)


if __name__ == "__main__":
    main()
