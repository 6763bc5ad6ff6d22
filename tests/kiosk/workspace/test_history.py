"""The history: every act that took place has its line, whatever failed between the act and the line."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.canonical import digest
from kiosk.errors import StoreError
from kiosk.release.lineage import Published, list_published
from kiosk.workspace import history as histories
from kiosk.workspace.history import History, StateInForce, digest_content, dump_event, read_event
from kiosk.workspace.store import Store

PUBLISHED = {"at": "2026-11-29T08:00:00+07:00", "published": 7, "digest": "ab"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "current").symlink_to("releases/7")
    return tmp_path


@pytest.fixture
def history(root: Path) -> History:
    return History(root, root / "tmp")


def state(root: Path, published: int | None = 7, *catalogues: int) -> StateInForce:
    return StateInForce(published, root / "manifest.json", catalogues)


def lines(root: Path) -> list[dict[str, object]]:
    content = (root / "history.jsonl").read_bytes()
    assert content.endswith(b"\n")
    return [json.loads(line) for line in content.splitlines()]


def test_an_event_is_one_line_with_its_format(root: Path, history: History) -> None:
    assert history.record(PUBLISHED) == ()
    assert lines(root) == [{"format": 1, **PUBLISHED}]
    assert history.events() == [PUBLISHED]


SAYS_NOTHING = {
    "nested lists": b"[" * 100_000,
    "nested objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "half a character": b'{"published":7,"digest":"ab","why":"\\ud800"}',
    "half a character, raw": b'{"published":7,"digest":"ab","why":"\xed\xa0\x80"}',
    "another encoding": '{"published":7,"digest":"ab"}'.encode("utf-16"),
    "a number longer than any": b'{"published":' + b"9" * 5_000 + b"}",
    "a release above all": b'{"published":1000000,"digest":"ab"}',
    "yes for a number": b'{"published":true,"digest":"ab"}',
    "a text for a number": b'{"catalogue":"7","digest":"ab"}',
    "a list for a number": b'{"catalogue":[1],"digest":"ab"}',
    "a number for a text": b'{"published":7,"digest":5}',
    "a list in it": b'{"published":7,"digest":"ab","noted":[]}',
    "no number": b'{"published":NaN}',
}


@pytest.mark.parametrize("name", SAYS_NOTHING)
def test_a_line_that_says_nothing_stops_no_reader(root: Path, history: History, name: str) -> None:
    line = SAYS_NOTHING[name]
    assert read_event(line) is None
    (root / "history.jsonl").write_bytes(line + b"\n" + dump_event(PUBLISHED))
    assert history.events() == [PUBLISHED]
    assert history.missing(state(root)) == []
    assert list_published(Store(root)) == (Published(7, "ab"),)


def test_an_act_that_was_not_recorded_is_recorded_by_the_next_writer(root: Path, history: History) -> None:
    history.announce(PUBLISHED, "current", digest(b"releases/7"))
    assert history.missing(state(root)) == [PUBLISHED]
    History(root, root / "tmp").catch_up(state(root))
    assert lines(root) == [{"format": 1, **PUBLISHED}]
    assert not (root / "announced.json").exists()
    History(root, root / "tmp").catch_up(state(root))
    assert len(lines(root)) == 1


def test_an_act_that_never_took_place_is_not_recorded(root: Path, history: History) -> None:
    history.record(PUBLISHED)
    history.announce({"published": 8}, "current", digest(b"releases/8"))
    history.catch_up(state(root))
    assert len(lines(root)) == 1
    assert not (root / "announced.json").exists()


@pytest.mark.parametrize("content", [None, b"", b"\0\0\0\0", b'{"event":', b'{"format":1}'])
def test_where_the_announcement_is_lost_what_is_in_force_is_noticed(
    root: Path, history: History, content: bytes | None
) -> None:
    (root / "manifest.json").write_bytes(b"{}")
    history.record({"at": "x", "catalogue": 1, "why": "một"})
    if content is not None:
        (root / "announced.json").write_bytes(content)
    history.catch_up(state(root, 7, 1, 2))
    _, catalogue, published = lines(root)
    assert (catalogue["catalogue"], catalogue["noticed"]) == (2, True)
    assert (published["published"], published["digest"], published["noticed"]) == (7, digest(b"{}"), True)


def test_an_announcement_of_a_newer_program_is_refused(root: Path, history: History) -> None:
    (root / "announced.json").write_text('{"format": 2}', encoding="utf-8")
    with pytest.raises(StoreError, match="phiên bản mới hơn"):
        history.catch_up(state(root))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(1, 200), tail=st.binary(max_size=30).map(lambda b: b.replace(b"\n", b"")))
def test_a_torn_line_swallows_nothing(root: Path, cut: int, tail: bytes) -> None:
    (root / "history.jsonl").unlink(missing_ok=True)
    history = History(root, root / "tmp")
    history.record({"at": "x", "catalogue": 1, "why": "một"})
    whole = (root / "history.jsonl").read_bytes()
    torn = json.dumps({"format": 1, **PUBLISHED}).encode()[:cut] + tail
    (root / "history.jsonl").write_bytes(whole + torn)
    history.record({"at": "y", "catalogue": 2, "why": "hai"})
    first, *middle, last = lines(root)
    assert (first["catalogue"], last["catalogue"]) == (1, 2)
    assert len(middle) == 1


def test_a_pointer_that_leads_to_nothing_is_no_publishing(root: Path, history: History) -> None:
    history.record(PUBLISHED)
    nothing = StateInForce(77, root / "releases/77/manifest.json", ())
    assert history.missing(nothing) == []


def test_the_text_of_a_torn_line_is_kept(root: Path, history: History) -> None:
    (root / "history.jsonl").write_bytes(b'{"published": 7, "dig')
    history.record(PUBLISHED)
    assert lines(root)[0]["torn"] == '{"published": 7, "dig'


def test_a_whole_line_without_its_end_is_an_event(root: Path, history: History) -> None:
    history.record(PUBLISHED)
    path = root / "history.jsonl"
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    assert history.missing(state(root)) == []
    history.record({"at": "y", "catalogue": 1, "why": ""})
    assert [line.get("published") for line in lines(root)] == [7, None]


@pytest.mark.parametrize(
    "text", ["a\x1b[2J", "a\x7f", "a\x9b1m", "a\u202eb", "a\u2028b", "a\ud800", "a\U000e0001", "a\nb", "\ufeff"]
)
def test_nothing_in_the_log_steers_a_terminal(root: Path, history: History, text: str) -> None:
    event = {"at": "x", "catalogue": 1, "why": text}
    history.announce(event, "current", digest(b"releases/7"))
    history.record(event)
    written = (root / "history.jsonl").read_text(encoding="utf-8")
    assert written.removesuffix("\n").isprintable()
    assert history.missing(state(root, None)) == []


def test_a_log_that_cannot_be_written_is_told_and_made_good(
    root: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    history.announce(PUBLISHED, "current", digest(b"releases/7"))
    with monkeypatch.context() as patched:
        patched.setattr(histories.os, "write", full)
        (shortfall,) = history.record(PUBLISHED)
    assert "chưa ghi được vào nhật ký" in str(shortfall)
    assert "hết chỗ trống trên đĩa" in str(shortfall)
    history.catch_up(state(root))
    assert lines(root) == [{"format": 1, **PUBLISHED}]


def test_a_link_is_known_by_its_text(root: Path) -> None:
    assert digest_content(root / "current") == digest(b"releases/7")
    assert digest_content(root / "nothing") == ""
