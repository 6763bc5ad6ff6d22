"""Publishing: only what was read back, on top of what is live; rolling back gives old content a new number."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.errors import ReleaseError, StoreError, VerifyError
from kiosk.model.manifest import Manifest
from kiosk.release import housekeeping, lifecycle
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office
from tests.kiosk.made import plant, publish


@pytest.fixture
def office(small_office: Office) -> Office:
    """What is done to a release is the same with thirty procedures."""
    return small_office


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "var")


def test_what_was_not_read_back_is_not_published(store: Store) -> None:
    made = plant(store, {"a": b"1"}, verified=False)
    with pytest.raises(ReleaseError, match="chưa qua kiểm tra") as caught:
        lifecycle.publish(store, made)
    assert "kiosk verify" in caught.value.way_out
    assert store.current() is None


def test_a_gap_keeps_the_old_release_live(store: Store) -> None:
    publish(store, {"a": b"1"})
    made = plant(store, {"a": b"2"}, gaps=("thủ tục 1.000001 thiếu trên giấy",))
    with pytest.raises(ReleaseError):
        lifecycle.publish(store, made)
    assert store.current() == 1


def test_a_verdict_speaks_of_one_manifest_only(store: Store) -> None:
    made = plant(store, {"a": b"1"})
    assert lifecycle.load_verdict(store, made) is not None
    assert lifecycle.load_verdict(store, replace(made, sample=True)) is None


def test_a_release_built_on_an_older_one_is_refused(store: Store) -> None:
    publish(store, {"a": b"1"})
    late, first = plant(store, {"a": b"2"}), plant(store, {"a": b"3"})
    lifecycle.publish(store, first)
    with pytest.raises(ReleaseError, match="nay bản 3 đang công bố"):
        lifecycle.publish(store, late)


def test_a_trial_of_some_sites_is_never_published(store: Store) -> None:
    made = replace(plant(store, {"a": b"1"}), partial=True)
    verdict = lifecycle.load_verdict(store, replace(made, partial=False))
    assert verdict is not None
    lifecycle.save_verdict(store, made.number, replace(verdict, manifest=made.digest()))
    with pytest.raises(ReleaseError, match="dựng thử"):
        lifecycle.publish(store, made)


def test_rolling_back_publishes_old_bytes_under_a_new_number(store: Store) -> None:
    old = publish(store, {"a": b"1"})
    publish(store, {"a": b"2"})
    again = lifecycle.publish_earlier(store, None).manifest
    assert (again.number, again.parent, again.content_of) == (3, 2, 1)
    assert again.files == old.files
    assert (store.tree(3) / "a").read_bytes() == b"1"
    assert store.current() == 3


def test_rolling_back_twice_never_returns_to_what_was_just_left(store: Store) -> None:
    for content in (b"1", b"2", b"3"):
        publish(store, {"a": content})
    lifecycle.publish_earlier(store, None)
    with pytest.raises(ReleaseError, match="đã là kết quả của một lần quay về") as refusal:
        lifecycle.publish_earlier(store, None)
    assert "kiosk rollback 1 lùi thêm" in refusal.value.way_out
    assert "kiosk rollback 3 lấy lại nội dung vừa bỏ" in refusal.value.way_out
    assert store.current() == 4
    assert (store.tree(lifecycle.publish_earlier(store, 3).manifest.number) / "a").read_bytes() == b"3"


@pytest.mark.parametrize("number", [2, 4])
def test_going_to_what_is_live_already_changes_nothing(store: Store, number: int) -> None:
    """Run again after a disk failed: the rollback to 2 is release 4, and both carry the same content."""
    for content in (b"1", b"2", b"3"):
        publish(store, {"a": content})
    lifecycle.publish_earlier(store, 2)
    with pytest.raises(ReleaseError, match="đang công bố rồi, không đổi gì"):
        lifecycle.publish_earlier(store, number)
    assert store.release_numbers() == (1, 2, 3, 4)


@pytest.mark.parametrize(("number", "says"), [(None, "bản đầu tiên"), (1, "đang công bố"), (9, "không có bản")])
def test_a_rollback_to_nowhere_is_refused(store: Store, number: int | None, says: str) -> None:
    publish(store, {"a": b"1"})
    with pytest.raises(ReleaseError, match=says):
        lifecycle.publish_earlier(store, number)


def test_a_damaged_old_release_cannot_come_back(store: Store) -> None:
    old = publish(store, {"a": b"1"})
    publish(store, {"a": b"2"})
    path = store.object_path(old.files[0].sha256)
    path.chmod(0o644)
    path.write_bytes(b"x")
    with pytest.raises(StoreError, match="bị hỏng"):
        lifecycle.publish_earlier(store, 1)
    assert store.current() == 2


def test_gc_never_touches_the_current_release_or_its_parent(store: Store) -> None:
    for n in range(6):
        publish(store, {"a": str(n).encode(), "same": b"same"})
    lifecycle.publish_earlier(store, 2)
    with store.writing():
        done = housekeeping.collect(store, keep=2)
    assert store.release_numbers() == (2, 6, 7)
    assert done.releases == (1, 3, 4, 5)
    assert done.objects == 4
    for number in store.release_numbers():
        for entry in lifecycle.load_manifest(store, number).files:
            assert store.get(entry.sha256)


def _object(store: Store, path: str) -> Path:
    found = lifecycle.choose_release(store, None)
    return store.object_path(next(f.sha256 for f in found.files if f.path == path))


@pytest.mark.parametrize("path", ["sites/10888/niem-yet-A4.pdf", "sites/HP-E/index.html"])
def test_a_lost_file_is_made_again(office: Office, office_store: Store, path: str) -> None:
    _object(office_store, path).unlink()
    office.ok("regenerate", "--as-of", "2026-11-24")
    assert _object(office_store, path).exists()
    assert office.json("verify")["passed"]


def test_a_damaged_file_is_found_by_reading_and_made_again(office: Office, office_store: Store) -> None:
    path = "sites/10888/niem-yet-A4.pdf"
    damaged = _object(office_store, path)
    content = damaged.read_bytes()
    for place in (damaged, office_store.tree(1) / path):
        place.chmod(0o644)
        place.write_bytes(content[:-9] + b"#" + content[-8:])
    assert (
        f"tệp {path} không đúng với danh sách tệp của bản phát hành, dựng lại bằng kiosk regenerate"
        in office.refused("verify")
    )
    office.ok("regenerate", "--as-of", "2026-11-24")
    assert _object(office_store, path).read_bytes() == content
    assert office.json("verify")["passed"]


@pytest.mark.parametrize("name", ["catalogue", "sites"])
def test_lost_inputs_are_kept_again(office: Office, office_store: Store, name: str) -> None:
    lost = office_store.object_path(lifecycle.choose_release(office_store, None).inputs[name])
    lost.unlink()
    office.ok("regenerate", "--as-of", "2026-11-24")
    assert office.json("verify")["passed"]
    lost.chmod(0o644)
    lost.write_bytes(b"")
    office.ok("regenerate", "--as-of", "2026-11-24")
    assert office.json("verify")["passed"]


def test_a_page_that_is_no_text_is_a_gap(office: Office, office_store: Store) -> None:
    page = office_store.tree(1) / "sites/10888/index.html"
    page.chmod(0o644)
    page.write_bytes(b"\xff" + page.read_bytes())
    assert "thiếu trên trang kiosk" in office.refused("verify")


def test_a_trial_of_the_only_site_is_not_taken_for_a_release(office: Office) -> None:
    table = office.folder / "data/sites.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if line.startswith(("code", "10888"))), encoding="utf-8")
    office.ok("build", "--site", "10888", "--as-of", "2026-11-24")
    office.ok("regenerate", "--as-of", "2026-11-24")
    assert office.json("status")["published"] == 3
    assert "dựng thử" in office.refused("rollback", "2")
    assert office.json("status")["published"] == 3
    assert not (office.folder / "var/releases/4").exists()


def test_publishing_before_its_day_is_refused_unless_asked_for(posting_office: Office) -> None:
    office, office_store = posting_office, Store(posting_office.folder / "var")
    office.ok("build", "--as-of", "2100-01-01")
    for words in (("publish",), ("regenerate", "--as-of", "2100-01-01")):
        told = office.refused(*words)
        assert "dựng cho ngày 01/01/2100, chưa đến ngày đó nên không công bố" in told
        assert "--early" in told
        assert office_store.current() == 1
    told = office.run("publish", "--early")
    assert told.returncode == 0
    assert "chưa đến ngày đó mà đã công bố" in told.stderr
    office.ok("regenerate", "--as-of", "2026-11-24")
    assert office_store.current() == 3
    assert "chưa đến ngày đó nên không công bố" in office.refused("rollback")
    assert office_store.current() == 3


def test_an_export_that_fails_leaves_nothing_on_the_stick(office: Office, office_store: Store) -> None:
    _object(office_store, "sites/10888/index.html").unlink()
    (office.folder / "usb").mkdir()
    assert "thiếu một tệp đã dựng" in office.refused("export", "10888", "usb")
    assert list((office.folder / "usb").iterdir()) == []


def flip_object(store: Store, made: Manifest) -> None:
    """The object that is served, in place: the tree shares it."""
    place = store.object_path(made.files[0].sha256)
    place.chmod(0o644)
    place.write_bytes(b"?")


def replace_object(store: Store, made: Manifest) -> None:
    """Another file under the object's name: the tree keeps the right one."""
    place = store.object_path(made.files[0].sha256)
    place.unlink()
    place.write_bytes(b"?")


def replace_in_tree(store: Store, made: Manifest) -> None:
    """Another file in the tree: the object stays right, and another web server would send this one."""
    place = store.tree(made.number) / made.files[0].path
    place.unlink()
    place.write_bytes(b"?")


def add_a_stranger(store: Store, made: Manifest) -> None:
    (store.tree(made.number) / "la.html").write_bytes(b"?")


@pytest.mark.parametrize("harm", [flip_object, replace_object, replace_in_tree, add_a_stranger])
def test_damage_after_reading_back_never_goes_live(store: Store, harm: Callable[[Store, Manifest], None]) -> None:
    publish(store, {"a": b"1"})
    made = plant(store, {"a": b"2"})
    harm(store, made)
    with pytest.raises(VerifyError, match="không còn như lúc kiểm tra"):
        lifecycle.publish(store, made)
    assert store.current() == 1


def test_publishing_what_is_live_changes_nothing_and_is_no_second_event(store: Store) -> None:
    made = publish(store, {"a": b"1"})
    before = store.read("history.jsonl")
    assert lifecycle.publish(store, made).shortfalls == ()
    assert store.read("history.jsonl") == before
    flip_object(store, made)
    with pytest.raises(VerifyError):
        lifecycle.publish(store, made)


@pytest.mark.parametrize(
    ("path", "sha256"),
    [
        ("a", "../../../etc/passwd"),
        ("a", "x" * 64),
        ("a", "A" * 64),
        ("../../a", "a" * 64),
        ("/etc/passwd", "a" * 64),
        ("a/../../b", "a" * 64),
        ("a//b", "a" * 64),
        ("./a", "a" * 64),
        ("", "a" * 64),
        ("a\0b", "a" * 64),
    ],
)
def test_a_list_that_leads_out_of_the_release_is_damaged(store: Store, path: str, sha256: str) -> None:
    made = plant(store, {"a": b"1"})
    record = json.loads(made.dump())
    record["files"][0] |= {"path": path, "sha256": sha256}
    (store.tree(1) / "manifest.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(ReleaseError, match="bị hỏng"):
        lifecycle.load_manifest(store, 1)


def test_the_list_of_another_release_is_damaged(store: Store) -> None:
    publish(store, {"a": b"1"})
    other = plant(store, {"a": b"2"})
    (store.tree(1) / "manifest.json").write_bytes(other.dump())
    with pytest.raises(ReleaseError, match="của bản khác"):
        lifecycle.load_current(store)


def test_a_list_that_was_changed_is_never_said_to_stand(office: Office, office_store: Store) -> None:
    """Every name in it is an object that is there: the page of one site under the address of another."""
    place = office_store.tree(1) / "manifest.json"
    record = json.loads(place.read_bytes())
    files = {f["path"]: f for f in record["files"]}
    files["sites/10507/index.html"]["sha256"] = files["sites/10888/index.html"]["sha256"]
    place.write_text(json.dumps(record), encoding="utf-8")
    office.ok("regenerate", "--as-of", "2026-11-24")
    assert office_store.current() == 2
    assert office.json("verify")["passed"]


@pytest.mark.parametrize("path", ["sites/10888/niem-yet-A4.pdf", "sites/HP-E/index.html"])
@pytest.mark.parametrize("side", ["object", "tree"])
def test_what_was_replaced_by_as_many_other_bytes_is_made_again(
    office: Office, office_store: Store, path: str, side: str
) -> None:
    place = _object(office_store, path) if side == "object" else office_store.tree(1) / path
    content = place.read_bytes()
    place.unlink()
    place.write_bytes(bytes(len(content)))
    office.ok("regenerate", "--as-of", "2026-11-24")
    assert _object(office_store, path).read_bytes() == content
    assert office.json("verify")["passed"]
