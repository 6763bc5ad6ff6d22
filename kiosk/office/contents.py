"""Contents that a workspace lost, brought back: from another place that holds them, or by making them again.

In come damages of objects, trees and recorded inputs; out goes what became of each. A content is believed only by its
digest, wherever it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from kiosk.canonical import digest
from kiosk.errors import KioskError, explain_cause
from kiosk.flushing import make_folders
from kiosk.model.manifest import Manifest
from kiosk.office import inspection
from kiosk.progress import Progress
from kiosk.release.build import remake_files
from kiosk.release.damage import Damage, Kind
from kiosk.workspace.copying import OBJECT_MODE, put_file, read_first_sound, replace_by_link
from kiosk.workspace.store import Store
from posters.errors import PostingError


class ContentHealer:
    """Brings contents back into one workspace. `inputs`: what today's settings would be recorded as, by digest;
    `set_aside` moves away what stands where a file must be."""

    def __init__(
        self, store: Store, inputs: Mapping[str, bytes], set_aside: Callable[[Path], str], report: Progress
    ) -> None:
        self._store, self._set_aside, self._report = store, set_aside, report
        self._releases = [m for m in inspection.read_releases(store) if isinstance(m, Manifest)]
        self._elsewhere = dict(inputs)
        self._elsewhere |= {digest(content): content for content in store.catalogue_files().values()}
        self._how: dict[str, str] = {}
        self._why: dict[str, str] = {}

    def heal(self, damage: Sequence[Damage]) -> Iterator[tuple[Damage, str, str]]:
        """Each damage with how it was healed, or "" and what stood in the way."""
        shas = list(dict.fromkeys(one.sha256 for one in damage))
        inputs = {one.sha256 for one in damage if one.kind is Kind.INPUT}
        # Recorded inputs first: files are made again from them.
        for sha256 in sorted(shas, key=lambda sha: sha not in inputs):
            self._find(sha256)
        self._make({sha for sha in shas if sha not in self._how} - inputs)
        for one in damage:
            yield self._relink(one) if one.kind is Kind.TREE else (one, *self._tell_outcome(one.sha256))

    def _tell_outcome(self, sha256: str) -> tuple[str, str]:
        return self._how.get(sha256, ""), "" if sha256 in self._how else self._why.get(sha256, "")

    def _find(self, sha256: str) -> None:
        """Have the object whole from any place that still holds its content."""
        place = self._store.object_path(sha256)
        if read_first_sound([place], sha256) is not None:
            self._how[sha256] = "tệp trong objects còn nguyên"
            return
        content = read_first_sound(self._list_places(sha256), sha256)
        how = "đã chép lại từ thư mục của một bản phát hành"
        if content is None and sha256 in self._elsewhere:
            content, how = self._elsewhere[sha256], "đã lấy lại từ cấu hình, các bảng hoặc danh mục hiện có"
        try:
            self._clear(place)
            if content is not None:
                put_file(place, content, self._store.root / "tmp", OBJECT_MODE)
                self._how[sha256] = how
        except OSError as error:
            self._why[sha256] = explain_cause(error)

    def _list_places(self, sha256: str) -> Iterable[Path]:
        return (self._store.tree(m.number) / f.path for m in self._releases for f in m.files if f.sha256 == sha256)

    def _clear(self, place: Path) -> None:
        """Make room for an object: nothing else stands there, in a real folder."""
        folder = place.parent
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            self._set_aside(folder)
        make_folders(folder)
        if place.is_dir() and not place.is_symlink():
            self._set_aside(place)
        place.unlink(missing_ok=True)

    def _make(self, shas: set[str]) -> None:
        """Make files again that no place holds any more."""
        for manifest in reversed(self._releases):
            lost_objects = frozenset(f.sha256 for f in manifest.files if f.sha256 in shas and f.sha256 not in self._how)
            if not lost_objects:
                continue
            try:
                for sha256 in remake_files(self._store, manifest, lost_objects, self._report):
                    self._how[sha256] = "đã dựng lại đúng tệp này"
            except (KioskError, PostingError, ValidationError, OSError) as error:
                self._why |= dict.fromkeys(lost_objects, f"không dựng lại được: {error}")
        for sha256 in shas - self._how.keys():
            self._why.setdefault(sha256, "phiên bản này của phần mềm dựng ra nội dung khác; chạy kiosk regenerate")

    def _relink(self, one: Damage) -> tuple[Damage, str, str]:
        """The place in the tree, a name of the object again."""
        place, source = self._store.root / one.place, self._store.object_path(one.sha256)
        if one.sha256 not in self._how:
            return one, "", self._why.get(one.sha256, "")
        try:
            make_folders(place.parent)
            if place.is_dir() and not place.is_symlink():
                self._set_aside(place)
            replace_by_link(source, place, self._store.root / "tmp" / f"tree-{one.sha256}")
        except OSError as error:
            return one, "", explain_cause(error)
        return one, "đã thay bằng tệp đúng trong objects", ""
