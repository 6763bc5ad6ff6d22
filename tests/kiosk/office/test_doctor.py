"""Damage is seen by a look, named, healed where it can be, and never healed at the price of paper without consent."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import kiosk
from kiosk.model.manifest import Manifest
from kiosk.office import catalogues, inspection
from kiosk.release import lifecycle, lineage
from kiosk.release.damage import DAMAGES, Kind
from kiosk.release.inspection import find_fault
from kiosk.settings import config
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

DAY = "2026-11-24"
PAGE, SHEETS = "sites/10888/index.html", "sites/HP-E/niem-yet-A4.pdf"


@pytest.fixture
def office(small_office: Office) -> Office:
    """A small one is damaged and healed as a large one."""
    return small_office


def contents_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def sha_of(store: Store, path: str) -> str:
    return next(f.sha256 for f in lifecycle.choose_release(store, None).files if f.path == path)


def object_of(path: str) -> Callable[[Store], list[Path]]:
    return lambda store: [store.object_path(sha_of(store, path))]


def in_tree(path: str) -> Callable[[Store], list[Path]]:
    return lambda store: [store.tree(1) / path]


def both(path: str) -> Callable[[Store], list[Path]]:
    """The object and its name in the tree, which are one file where nothing was copied."""
    return lambda store: [*object_of(path)(store), *in_tree(path)(store)]


def input_of(name: str) -> Callable[[Store], list[Path]]:
    return lambda store: [store.object_path(lifecycle.choose_release(store, None).inputs[name])]


def record(name: str) -> Callable[[Store], list[Path]]:
    return lambda store: [store.root / name]


def writable(place: Path) -> Path:
    if place.exists() and not place.is_symlink():
        place.chmod(0o644)
    return place


def flip(place: Path) -> None:
    content = bytearray(writable(place).read_bytes())
    content[len(content) // 2] ^= 4
    place.write_bytes(content)


def cut(place: Path) -> None:
    content = writable(place).read_bytes()
    place.write_bytes(content[: len(content) // 2])


def zero(place: Path) -> None:
    place.write_bytes(bytes(len(writable(place).read_bytes())))


def remove(place: Path) -> None:
    place.unlink()


def link(place: Path) -> None:
    secret = place.parent / ".." / "secret"
    secret.write_text("BÍ MẬT", encoding="utf-8")
    place.unlink()
    place.symlink_to(secret.resolve())


def folder(place: Path) -> None:
    place.unlink()
    place.mkdir()
    (place / "x").write_text("x", encoding="utf-8")


def pipe(place: Path) -> None:
    """What would be waited for for ever."""
    place.unlink()
    os.mkfifo(place)


def negative(place: Path) -> None:
    place.write_bytes(b"-7")


def endless(place: Path) -> None:
    place.write_bytes(b"9" * 12)


HEALED = [
    *((object_of(PAGE), harm, "object") for harm in (flip, cut, zero, remove, link, folder)),
    *((in_tree(SHEETS), harm, "tree") for harm in (flip, cut, remove, link, folder)),
    *((both(SHEETS), harm, "object") for harm in (flip, zero, remove)),
    *((both(PAGE), harm, "object") for harm in (flip, link)),
    (both("index.html"), remove, "object"),
    (both("release.json"), cut, "object"),
    *((input_of("catalogue"), harm, "input") for harm in (zero, remove)),
    (input_of("emblem"), remove, "input"),
    *((record("releases/1/manifest.json"), harm, "manifest") for harm in (flip, cut, zero, remove, link, folder)),
    *((record("last-number"), harm, "number") for harm in (zero, remove, link, folder)),
    *((record("verified/1.json"), harm, "verdict") for harm in (cut, remove, folder)),
    *((record("current"), harm, "pointer") for harm in (remove, folder)),
    *((record("history.jsonl"), harm, "history") for harm in (cut, zero, remove, link, folder, pipe)),
    *((record("last-number"), harm, "number") for harm in (pipe, negative, endless)),
]


@pytest.mark.parametrize(("places", "harm", "kind"), HEALED)
def test_it_is_said_and_healed_without_paper(
    office: Office,
    office_store: Store,
    places: Callable[[Store], list[Path]],
    harm: Callable[[Path], None],
    kind: str,
) -> None:
    before = lifecycle.choose_release(office_store, None)
    for place in places(office_store):
        harm(place)
    look = office.run("status")
    assert (look.returncode, DAMAGES[Kind(kind)].name in look.stdout) == (1, True), look.stdout
    findings = office.json("doctor")["findings"]
    assert kind in {finding["kind"] for finding in findings}
    assert all(finding["healed"] for finding in findings)
    assert lifecycle.choose_release(office_store, None).digest() == before.digest()
    assert office.json("doctor") == {"findings": [], "left": 0}


@pytest.mark.parametrize("places", [both(SHEETS), input_of("catalogue"), record("current"), record("history.jsonl")])
def test_what_was_healed_is_built_on(
    office: Office, office_store: Store, places: Callable[[Store], list[Path]]
) -> None:
    for place in places(office_store):
        remove(place)
    office.ok("doctor")
    assert "Không có gì thay đổi: bản phát hành 1 vẫn đúng" in office.ok("regenerate", "--as-of", DAY)


def rewritten(store: Store, change: Callable[[dict[str, object]], None]) -> None:
    place = writable(store.tree(1) / "manifest.json")
    facts = json.loads(place.read_bytes())
    change(facts)
    place.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize("sha256", ["../../../../etc/passwd", "0" * 63, "G" * 64])
def test_a_manifest_that_names_other_files(office: Office, office_store: Store, sha256: str) -> None:
    rewritten(office_store, lambda facts: facts["files"][0].update(sha256=sha256))  # type: ignore[index]
    assert "danh sách tệp của một bản phát hành bị hỏng" in office.run("status").stdout
    office.ok("doctor")
    office.ok("status")


def test_a_manifest_that_gives_one_site_the_page_of_another(office: Office, office_store: Store) -> None:
    other = sha_of(office_store, "sites/10507/index.html")

    def swap(facts: dict[str, object]) -> None:
        next(f for f in facts["files"] if f["path"] == PAGE)["sha256"] = other  # type: ignore[attr-defined, index]

    rewritten(office_store, swap)
    assert "không phải danh sách đã kiểm tra và công bố" in office.run("status").stdout
    office.ok("doctor")
    assert sha_of(office_store, PAGE) != other


@pytest.mark.parametrize("path", ["../x", "/x", "a/../b", "a//b", "./a", "manifest.json", ""])
def test_no_release_names_a_file_outside(office_store: Store, path: str) -> None:
    manifest = lifecycle.choose_release(office_store, None)
    assert find_fault(manifest) == ""
    assert find_fault(replace(manifest, files=(replace(manifest.files[0], path=path),)))


@pytest.mark.parametrize("name", ["2", "1 (copy)", "007", "٣", "1.bak", "notes"])
def test_a_stray_folder_among_the_releases(office: Office, office_store: Store, name: str) -> None:
    (office_store.releases / name).mkdir()
    assert "mục lạ trong releases" in office.run("status").stdout
    office.ok("doctor")
    office.ok("status")
    assert [p.name for p in office_store.releases.iterdir()] == ["1"]
    assert (office_store.root / "set-aside" / f"releases-{name}").is_dir()


def test_a_copied_release_folder_is_not_taken_for_a_release(office: Office, office_store: Store) -> None:
    shutil.copytree(office_store.tree(1), office_store.tree(5))
    assert "danh sách tệp này là của bản khác" in office.run("status").stdout
    assert "kiosk doctor" in office.refused("build", "--as-of", DAY)
    office.ok("doctor")
    assert office_store.release_numbers() == (1,)


def test_what_does_not_belong_to_a_tree_is_taken_out(office: Office, office_store: Store) -> None:
    tree = office_store.tree(1)
    (tree / "sites/10888/x.html").write_text("lạ", encoding="utf-8")
    (tree / "etc").symlink_to("/etc")
    shutil.move(tree / "sites/HP-E", office_store.root / "moved")
    (tree / "sites/HP-E").symlink_to(office_store.root / "moved")
    told = office.run("status").stdout
    assert all(name in told for name in ("sites/10888/x.html", "releases/1/etc", "releases/1/sites/HP-E"))
    office.ok("doctor")
    office.ok("status")
    assert not (tree / "etc").is_symlink()
    assert (tree / "sites/HP-E").is_dir()
    assert not (tree / "sites/HP-E").is_symlink()


def test_a_lost_pointer_is_no_first_build(office: Office, office_store: Store) -> None:
    (office_store.root / "current").unlink()
    for words in (("build", "--as-of", DAY), ("regenerate", "--as-of", DAY), ("publish",), ("plan",), ("rollback",)):
        assert "chạy kiosk doctor" in office.refused(*words)
    assert office_store.release_numbers() == (1,)
    assert "đã trỏ lại bản 1" in office.ok("doctor")


@pytest.mark.parametrize("remembers", ["history", "posted", "parent", "number"])
def test_anything_that_remembers_a_release_keeps_a_build_from_beginning_afresh(
    office: Office, office_store: Store, remembers: str
) -> None:
    root = office_store.root
    (root / "current").unlink()
    history = root / "history.jsonl"
    if remembers != "history":
        history.unlink()
    if remembers == "posted":
        (root / "posted.json").write_text('{"format":1,"sites":{}}', encoding="utf-8")
    if remembers == "parent":
        shutil.copytree(root / "releases/1", root / "releases/2")
        rewritten_second = json.loads((root / "releases/2/manifest.json").read_bytes()) | {"number": 2, "parent": 1}
        writable(root / "releases/2/manifest.json").write_bytes(
            json.dumps(rewritten_second, separators=(",", ":")).encode()
        )
    if remembers == "number":
        shutil.rmtree(root / "releases")
        (root / "last-number").write_bytes(b"7")
    assert lineage.remembers_publishing(office_store)
    assert "chạy kiosk doctor" in office.refused("build", "--as-of", DAY)


def test_a_first_build_that_was_killed_is_begun_again(office: Office, office_store: Store) -> None:
    for name in ("releases", "verified"):
        shutil.rmtree(office_store.root / name)
    for name in ("current", "history.jsonl"):
        (office_store.root / name).unlink()
    assert (office_store.root / "last-number").read_bytes() == b"1"
    office.ok("status")
    office.ok("regenerate", "--as-of", DAY)


def test_what_would_reprint_waits_for_consent(office: Office, office_store: Store) -> None:
    office.write("data/aliases.csv", (office.folder / "data/aliases.csv").read_text(encoding="utf-8") + "# khác\n")
    office.ok("site", "set", "10888", "hotline=0225 3 123 456", "--yes")
    office.ok("regenerate", "--as-of", DAY)
    assert office_store.current() == 2
    office_store.object_path(lifecycle.load_manifest(office_store, 2).digest()).unlink()
    (office_store.root / "current").unlink()
    shutil.rmtree(office_store.tree(2))
    waiting = office.run("doctor")
    assert waiting.returncode == 1
    assert "nếu đồng ý thì chạy kiosk doctor --yes" in waiting.stdout
    assert office_store.current() is None
    office.ok("doctor", "--yes")
    assert office_store.current() == 1
    office.ok("status")
    assert office_store.next_number() == 3


def test_beginning_afresh_after_consent(office: Office, office_store: Store) -> None:
    office_store.object_path(lifecycle.load_manifest(office_store, 1).digest()).unlink()
    (office_store.root / "current").unlink()
    shutil.rmtree(office_store.releases)
    assert office.run("doctor").returncode == 1
    office.ok("doctor", "--yes")
    office.ok("regenerate", "--as-of", DAY)
    assert office_store.current() == 2
    office.ok("status")


def test_a_manifest_without_a_copy_of_a_published_release(office: Office, office_store: Store) -> None:
    office_store.object_path(lifecycle.choose_release(office_store, None).digest()).unlink()
    cut(office_store.tree(1) / "manifest.json")
    assert "--yes" in office.run("doctor").stdout
    assert office_store.tree(1).is_dir()
    office.ok("doctor", "--yes")
    assert (office_store.root / "set-aside/releases-1").is_dir()


def test_old_confirmations_that_cannot_be_read(office: Office, office_store: Store) -> None:
    office.write("var/posted.json", '{"format":1,"sites":{')
    assert "posted.json" in office.run("status").stdout
    assert office.run("doctor").returncode == 1
    assert (office_store.root / "posted.json").exists()
    office.ok("doctor", "--yes")
    assert (office_store.root / "set-aside/posted.json").exists()


@pytest.mark.parametrize("harm", [cut, zero, remove, link, folder, pipe])
def test_a_lost_hold_publishes_nothing_and_comes_back_out_of_the_history(
    office: Office, office_store: Store, harm: Callable[[Path], None]
) -> None:
    office.ok("hold", "--reason", "chờ ý kiến", "--by", "Phòng KSTT")
    hold = office_store.root / "hold.json"
    harm(hold)
    look = office.run("status")
    assert (look.returncode, "mất sổ ghi việc tạm dừng công bố" in look.stdout) == (1, True)
    assert office.run("regenerate", "--as-of", DAY).returncode == 1
    asked = office.run("doctor")
    assert (asked.returncode, "có thể tự công bố; nếu đồng ý" in asked.stdout) == (1, True)
    healed = office.ok("doctor", "--yes")
    assert "đã lập lại theo nhật ký: đang tạm dừng công bố (chờ ý kiến, Phòng KSTT, từ" in healed
    assert "ĐANG TẠM DỪNG CÔNG BỐ: chờ ý kiến" in office.ok("status")


def test_a_torn_last_line_is_no_alarm_and_is_ended_by_the_next_writer(office: Office, office_store: Store) -> None:
    history = office_store.root / "history.jsonl"
    whole = history.read_bytes()
    history.write_bytes(whole + b'{"at": "2026')
    assert "Dòng cuối của nhật ký bị ghi dở" in office.ok("status")
    office.ok("gc")
    assert history.read_bytes().startswith(whole)
    assert '"torn": "{\\"at\\": \\"2026"' in history.read_text(encoding="utf-8")
    assert "ghi dở" not in office.ok("status")


def test_a_catalogue_comes_back_from_its_second_copy(office: Office, office_store: Store) -> None:
    settings = config.load(office.folder / "config.yaml")
    with office_store.writing():
        catalogues.accept(office_store, catalogues.load_configured(settings), "thử")
    place = office_store.root / "catalogue/0001.json"
    content = place.read_bytes()
    for harm in (cut, zero, flip):
        harm(place)
        assert "danh mục đã nhập bị hỏng" in office.run("status").stdout
        office.ok("doctor")
        assert place.read_bytes() == content


IMPORTED = ("imports/0001.json", "imports/0001-statements.json", "imports/files/*")


@pytest.mark.parametrize(
    ("place", "harm"), [*zip(IMPORTED, (cut, pipe, zero), strict=True), (IMPORTED[0], remove), (IMPORTED[1], remove)]
)
def test_the_register_is_told_and_given_up_with_consent_alone(
    office: Office, office_store: Store, place: str, harm: Callable[[Path], None]
) -> None:
    """A record that is lost: its catalogue becomes the ground. A file that was imported waits for the same file."""
    office.write("a.csv", "code,name,level,field\n1.999990,Thủ tục thử nghiệm,xã,Hộ tịch\n")
    office.ok("import", "a.csv", "--as", "change", "--apply")
    (damaged,) = office_store.root.glob(place)
    harm(damaged)
    (finding,) = json.loads(office.run("doctor", "--json").stdout)["findings"]
    assert (finding["kind"], finding["place"]) == ("import", damaged.relative_to(office_store.root).as_posix())
    is_record = damaged.suffix == ".json"
    assert finding["needs_consent"] is is_record
    assert ("sổ ghi lần nhập" in office.run("status").stdout) is is_record
    catalogue = (office_store.root / "catalogue/0001.json").read_bytes()
    assert office.run("doctor", "--yes").returncode == int(not is_record)
    if is_record:
        assert (office_store.root / "catalogue/0001.json").read_bytes() == catalogue
        office.ok("import", "a.csv", "--as", "change", "--apply", "--reason", "nhập lại")
        office.ok("status")


def test_a_damaged_file_of_an_import_is_kept_again_with_the_next_one(office: Office, office_store: Store) -> None:
    office.write("a.csv", "code,name,level,field\n1.999990,Thủ tục thử nghiệm,xã,Hộ tịch\n")
    office.ok("import", "a.csv", "--as", "change", "--apply")
    (kept,) = office_store.root.glob("imports/files/*")
    content = kept.read_bytes()
    cut(kept)
    office.ok("import", "--undo", "1")
    office.ok("import", "a.csv", "--as", "change", "--apply")
    assert kept.read_bytes() == content
    assert office.json("doctor")["findings"] == []


def test_torn_lines_leave_the_history_and_are_kept_beside(office: Office, office_store: Store) -> None:
    history = office_store.root / "history.jsonl"
    good = history.read_bytes()
    history.write_bytes(b'{"at": "2026\n' + good + b'{"at"')
    assert "dòng 1)" in office.run("status").stdout
    office.ok("doctor")
    assert history.read_bytes() == good
    assert (office_store.root / "set-aside/history.jsonl").read_bytes().startswith(b'{"at": "2026\n')


@pytest.mark.parametrize("name", ["catalogue", "verified", "tmp", "objects", "imports/files"])
def test_what_stands_in_the_place_of_a_folder_is_moved_away(office: Office, office_store: Store, name: str) -> None:
    place = office_store.root / name
    shutil.rmtree(place)
    place.write_text("x", encoding="utf-8")
    assert f"chỗ của một thư mục bị thứ khác chiếm: {name} (không phải thư mục)" in office.run("status").stdout
    assert "chạy kiosk doctor" in office.run("publish").stderr
    office.run("doctor")
    assert place.is_dir()
    assert (office_store.root / "set-aside" / name.replace("/", "-")).read_text(encoding="utf-8") == "x"


def test_a_disk_that_is_not_mounted_is_no_damage_to_heal(office: Office, office_store: Store) -> None:
    place = office_store.root / "objects"
    shutil.rmtree(place)
    place.symlink_to("/nowhere/at/all")
    answer = office.run("doctor", "--yes")
    assert answer.returncode == 1 and "ổ đĩa mà liên kết này dẫn đến chưa gắn" in answer.stdout
    assert place.is_symlink()


@pytest.mark.parametrize("lost", [["0001.json"], ["0002.json"], ["0001.json", "0002.json"]])
def test_a_lost_catalogue_is_not_replaced_by_an_older_one(office: Office, office_store: Store, lost: list[str]) -> None:
    """Nightly publishing would bring back what a decision has changed."""
    for number, name in enumerate(("a.csv", "b.csv")):
        (office.folder / name).write_text(f"code,name\n1.90000{number},Thủ tục mới {number}\n", encoding="utf-8")
        office.ok("import", name, "--as", "change", "--apply")
    before = office_store.catalogue_files()
    for name in lost:
        (office_store.root / "catalogue" / name).unlink()
    assert office.run("doctor", "--json").returncode == 0, "the second copies are there"
    assert office_store.catalogue_files() == before
    for name in lost:
        (office_store.root / "catalogue" / name).unlink()
    if "0002.json" in lost:
        assert "danh mục đã nhập bị hỏng: catalogue/0002.json (không có)" in office.run("status").stdout
        assert "mất danh mục đang áp dụng" in office.run("regenerate", "--as-of", DAY).stderr
    office.run("gc")
    office.ok("doctor")
    assert office_store.catalogue_files() == before, "no cleaning takes the last copy"


def test_a_lost_catalogue_without_a_copy_is_given_up_with_consent_alone(office: Office, office_store: Store) -> None:
    (office.folder / "a.csv").write_text("code,name\n1.900001,Thủ tục mới\n", encoding="utf-8")
    office.ok("import", "a.csv", "--as", "change", "--apply")
    place = office_store.root / "catalogue/0001.json"
    office_store.object_path(lineage.list_recorded_catalogues(office_store)[1]).unlink()
    place.unlink()
    assert "nếu đồng ý thì chạy kiosk doctor --yes" in office.run("doctor").stdout
    assert "đã bỏ danh mục này như đã đồng ý" in office.ok("doctor", "--yes")
    assert "0001.json" not in office.run("status").stdout
    office.ok("import", "a.csv", "--as", "change", "--apply")
    assert place.exists()


def test_a_lost_folder_of_the_published_release_comes_back_whole(office: Office, office_store: Store) -> None:
    before = contents_of(office_store.tree(1))
    shutil.rmtree(office_store.tree(1))
    assert "bản này không còn" in office.run("status").stdout
    assert office.json("doctor")["left"] == 0
    assert contents_of(office_store.tree(1)) == before


@pytest.mark.parametrize("line", [b"[" * 100_000, b'{"published":1,"at":"\\ud800"}', b'{"catalogue":[1]}'])
def test_lines_that_say_nothing_are_told_and_taken_out(office: Office, office_store: Store, line: bytes) -> None:
    history = office_store.root / "history.jsonl"
    whole = history.read_bytes()
    history.write_bytes(line + b"\n" + whole)
    answer = office.run("status")
    assert answer.returncode == 1 and "history.jsonl (dòng 1)" in answer.stdout
    office.ok("doctor")
    assert history.read_bytes() == whole


def test_databases_that_are_none(office: Office, office_store: Store) -> None:
    for name in ("cache.sqlite", "news.sqlite", "counts.sqlite"):
        (office_store.root / name).write_bytes(b"not a database at all, whatever its name says" * 100)
    assert "Không đọc được tin của các kiosk" in office.run("status").stdout
    assert {f["kind"] for f in office.json("doctor")["findings"]} == {"cache", "news", "counts"}
    office.ok("status")


def test_a_damaged_object_that_nothing_needs(office: Office, office_store: Store) -> None:
    stray = office_store.object_path(office_store.put(b"abc"))
    zero(stray)
    (office_store.objects / "zz").mkdir()
    (office_store.objects / "zz/note.txt").write_text("x", encoding="utf-8")
    assert {f["kind"] for f in office.json("doctor")["findings"]} == {"unneeded"}
    assert not stray.exists()


def test_an_older_workspace_is_sound_and_gets_its_second_copies(older_office: Office) -> None:
    store = Store(older_office.folder / "var")
    assert inspection.look_at_workspace(store) == ()
    older_office.ok("doctor")
    for manifest in inspection.read_releases(store):
        assert isinstance(manifest, Manifest)
        assert store.object_path(manifest.digest()).exists()


def test_a_doctor_that_is_stopped_anywhere_goes_on_when_run_again(
    office: Office, office_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, left = Path.rename, [0]

    def stop_at_last(self: Path, target: Path) -> Path:
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        return rename(self, target)

    for place in (*both(PAGE)(office_store), office_store.root / "history.jsonl"):
        flip(place)
    (office_store.releases / "99").mkdir()
    cut(office_store.tree(1) / "manifest.json")
    for steps in range(6):
        left[0] = steps
        with monkeypatch.context() as patch:
            patch.setattr(Path, "rename", stop_at_last)
            office.run("doctor")
    office.ok("doctor")
    office.ok("status")


def test_nothing_changed_is_said_of_bytes_and_not_of_sizes(office: Office, office_store: Store) -> None:
    for place in both(SHEETS)(office_store):
        flip(place)
    assert "Đã dựng bản phát hành 2" in office.ok("regenerate", "--as-of", DAY)
    assert office.json("verify", "2")["passed"]


def tree_of(root: Path) -> dict[str, tuple[int, int, int]]:
    stats = {p.relative_to(root).as_posix(): p.lstat() for p in root.rglob("*")}
    return {name: (s.st_mtime_ns, s.st_size, s.st_mode) for name, s in stats.items()}


def test_a_look_writes_nothing(office: Office, office_store: Store) -> None:
    os.utime(office_store.root, ns=(1, 1))
    before = tree_of(office.folder)
    office.ok("status")
    assert tree_of(office.folder) == before
    assert office_store.root.stat().st_mtime_ns == 1


def run_as_another_user(office: Office, act: Callable[[], int], damage: Callable[[], None] = lambda: None) -> int:
    """The exit code of `act` after `damage`, in a process of `nobody`, which never comes back into the tests. Modules
    are loaded before: the interpreter may lie where only root reads."""
    for words in (("status",), ("doctor",)):
        office.run(*words)
    damage()
    for path in (office.folder, *office.folder.parents[:4]):
        path.chmod(path.stat().st_mode | 0o755)
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.setuid(65534)
            code = act()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _is_readable_by_others() -> bool:
    """Whether somebody else reads the program at all: a checkout under /root stays root's own."""
    return all(place.stat().st_mode & 0o001 for place in Path(kiosk.__file__).resolve().parents)


another_user = pytest.mark.skipif(
    os.geteuid() != 0 or not _is_readable_by_others(),
    reason="only root can become somebody else, and only where others may read the program",
)


@another_user
def test_a_look_by_another_user(office: Office, office_store: Store) -> None:
    def look() -> int:
        answer = office.run("status")
        return answer.returncode if "Đang công bố bản 1" in answer.stdout else 7

    assert run_as_another_user(office, look) == 0


@another_user
def test_damage_is_named_where_nothing_may_be_written(office: Office, office_store: Store) -> None:
    """A disk that went read-only is when a doctor is asked for; here another user is."""

    def diagnose() -> int:
        answer = office.run("doctor", "--yes")
        is_named = "mất số bản phát hành cuối" in answer.stdout.lower() and "chỉ xem, không sửa" in answer.stdout
        return answer.returncode if is_named else 7

    assert run_as_another_user(office, diagnose, (office_store.root / "last-number").unlink) == 1
    assert not (office_store.root / "last-number").exists()


def test_a_pointer_that_leads_to_nothing_is_put_back_whatever_ran_meanwhile(
    office: Office, office_store: Store
) -> None:
    (office_store.root / "current").unlink()
    (office_store.root / "current").symlink_to("releases/77")
    assert office.run("build", "--as-of", DAY).returncode == 1
    assert "đã trỏ lại bản 1" in office.ok("doctor")


def test_every_kind_has_its_row_and_a_way_to_heal_it() -> None:
    assert set(DAMAGES) == set(Kind)
    texts = [text for one in DAMAGES.values() for text in (one.name, one.seen, one.means, one.healed)]
    assert all(text and not text.endswith(".") for text in texts)


def test_a_line_of_the_history_that_names_another_manifest_is_what_is_wrong(
    office: Office, office_store: Store
) -> None:
    """Two witnesses against one: the manifest is there, and the gate's verdict speaks of it."""
    history = office_store.root / "history.jsonl"
    good = history.read_bytes()
    named = lifecycle.choose_release(office_store, None).digest()
    harmed = ("0" if named[0] != "0" else "1") + named[1:]
    assert named.encode() in good
    history.write_bytes(good.replace(named.encode(), harmed.encode()))
    assert "history.jsonl (dòng công bố bản 1 nêu sai danh sách tệp)" in office.run("status").stdout
    assert [f["kind"] for f in office.json("doctor")["findings"]] == ["history"]
    assert history.read_bytes() == good
    office.ok("doctor")
