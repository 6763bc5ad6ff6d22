"""What kiosks may post, and nothing else."""

from __future__ import annotations

import json
import logging
import sqlite3
from contextlib import closing

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kiosk.office import inbox, news
from kiosk.office.inbox import Inbox
from kiosk.office.news import News
from kiosk.signing import sign_heartbeat
from kiosk.web.public import rates
from kiosk.web.public.bodies import LARGEST
from kiosk.web.public.messages import Heartbeat, Miss
from kiosk.workspace.device_table import FILE as KEYS
from kiosk.workspace.device_table import DeclaredKey, replace_keys
from kiosk.workspace.store import Store
from tests.kiosk.made import publish

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def client(store: Store, client: TestClient) -> TestClient:
    """The public side of a release with three sites."""
    publish(store, {"index.html": b"1"}, sites=("11824", "10507", "HP-E"))
    return client


def news_of(client: TestClient) -> News:
    kept: News = client.app.state.news  # type: ignore[attr-defined]
    return kept


def post(client: TestClient, body: bytes, path: str = "/api/heartbeat") -> int:
    """The status of the answer, which is short, plain and repeats nothing."""
    answer = client.post(path, content=body, headers=JSON)
    assert len(answer.content) < 200
    assert answer.status_code == 204 or answer.headers["content-type"] == "text/plain; charset=utf-8"
    return answer.status_code


@pytest.mark.parametrize("site", ["11824", "HP-E", "HP-W", "DN-01", "CN2"])
def test_codes_of_any_city_report(site: str) -> None:
    assert Heartbeat(site=site, release=3).age == 0


@pytest.mark.parametrize("site", ["", "../etc", "a b", "<b>", "1" * 21, "11824\n", "١١٨٢٤"])
def test_what_is_no_code_is_refused(site: str) -> None:
    with pytest.raises(ValidationError):
        Heartbeat(site=site, release=3)


@pytest.mark.parametrize("numbers", [{"release": -1}, {"release": 10**9 + 1}, {"release": 1, "age": -1}])
def test_numbers_out_of_reach_are_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Heartbeat(site="11824", **numbers)


@pytest.mark.parametrize(("text", "count"), [("x", 1), ("x" * 81, 1), ("xx", 0), ("xx", 1001)])
def test_a_miss_has_some_letters_and_a_count(text: str, count: int) -> None:
    with pytest.raises(ValidationError):
        Miss(q=text, n=count)


def test_kiosks_report_what_they_show(client: TestClient) -> None:
    assert client.post("/api/heartbeat", json={"site": "11824", "release": 3, "age": 60}).status_code == 204
    assert client.post("/api/heartbeat", json={"site": "11824", "release": 4}).status_code == 204
    assert [row[:2] for row in news_of(client).kiosks()] == [("11824", 4)]


def test_a_search_without_result_is_counted_folded_and_nothing_else(client: TestClient) -> None:
    for text, count, where in (("Sổ Đỏ", 1, {}), ("so do", 2, {"site": "11824"})):
        assert client.post("/api/misses", json={"q": text, "n": count, **where}).status_code == 204
    assert news_of(client).misses() == (("so do", 3),)
    assert client.post("/api/misses", json={"q": "x" * 200}).status_code == 422


HOSTILE = [
    b"",
    b"null",
    b"[]",
    b"NaN",
    b'{"site": "11824", "release": NaN}',
    b'{"site": "11824", "release": Infinity}',
    b'{"site": "11824", "release": -Infinity, "age": 0}',
    b'{"site": "11824", "release": 1e999}',
    b'{"site": "11824", "release": 3.5}',
    b'{"site": "11824", "release": "3"}',
    b'{"site": "11824", "release": true}',
    b'{"site": "11824", "release": ' + b"9" * 5000 + b"}",
    b'{"site": 11824, "release": 3}',
    b'{"site": ["11824"], "release": 3}',
    b'{"site": "\\ud800", "release": 3}',
    b'{"site": "11824\\u0000", "release": 3}',
    b'{"site": "\xff\xfe", "release": 3}',
    b'{"site": "11824", "release": 3',
    b"[" * 4000,
    b'{"a":' * 1000 + b"1" + b"}" * 1000,
    b'{"q": "\\ud83d", "n": 1}',
    b'{"q": "\\u200b\\u200b", "n": 1}',
    b'{"q": {"$gt": ""}, "n": 1}',
    b'{"q": "so do", "n": NaN}',
]


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize("path", ["/api/heartbeat", "/api/device", "/api/misses"])
def test_what_is_no_message_is_refused_in_a_word(client: TestClient, path: str, body: bytes) -> None:
    assert post(client, body, path) == 422
    assert (news_of(client).kiosks(), news_of(client).misses()) == ((), ())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=300),
        st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists).map(
            lambda value: json.dumps(value).encode()
        ),
        st.fixed_dictionaries(
            {},
            optional={
                "site": st.sampled_from(["11824", "10507", "x"]) | st.text(max_size=20),
                "release": st.integers() | st.floats() | st.text(max_size=3),
                "age": st.integers() | st.none(),
                "q": st.text(max_size=100),
                "n": st.integers() | st.floats(),
            },
        ).map(lambda value: json.dumps(value).encode()),
    ),
    st.sampled_from(["/api/heartbeat", "/api/device", "/api/misses"]),
)
def test_any_body_gets_a_short_answer(client: TestClient, body: bytes, path: str) -> None:
    assert post(client, body, path) in (204, 404, 422, 429)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json; charset=utf-8", 204),
        ("Application/JSON", 204),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("application/json, text/plain", 415),
        ("", 415),
    ],
)
def test_only_json_is_taken(client: TestClient, kind: str, status: int) -> None:
    answer = client.post("/api/heartbeat", content=b'{"site":"11824","release":3}', headers={"Content-Type": kind})
    assert answer.status_code == status


def test_a_long_body_is_refused(client: TestClient) -> None:
    message = b'{"site": "11824", "release": 3}'
    assert post(client, message.ljust(LARGEST)) == 204
    assert post(client, message.ljust(LARGEST + 1)) == 413


def test_made_up_sites_push_out_nothing(client: TestClient) -> None:
    assert post(client, b'{"site": "11824", "release": 3}') == 204
    for n in range(300):
        assert post(client, b'{"site": "1%04d", "release": 3}' % n) == 404
        assert post(client, b'{"site": "X-%d", "q": "bia dat", "n": 9}' % n, "/api/misses") == 404
    assert [row[0] for row in news_of(client).kiosks()] == ["11824"]
    assert news_of(client).misses() == ()


def test_a_flood_about_one_site_is_stopped_and_others_are_heard(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates, "SITE_BURST", 5)
    monkeypatch.setattr(rates, "SITE_RATE", 0.0)
    answers = [post(client, b'{"site": "11824", "q": "bia %d"}' % n, "/api/misses") for n in range(20)]
    assert (answers.count(204), answers.count(429)) == (5, 15)
    assert post(client, b'{"site": "10507", "release": 3}') == 204
    assert post(client, '{"q": "sổ đỏ"}'.encode(), "/api/misses") == 204


def test_before_the_first_release_nothing_is_taken(store: Store) -> None:
    from kiosk.web.public.app import create_app

    assert post(TestClient(create_app(store)), b'{"site": "11824", "release": 3}') == 503
    assert not store.root.exists()


def test_a_place_that_takes_nothing_is_answered_shortly(
    store: Store, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    (store.root / "news.sqlite").mkdir()
    with caplog.at_level(logging.WARNING):
        assert post(client, b'{"site": "11824", "release": 3}') == 503
    assert "Traceback" not in caplog.text


def test_damage_in_the_middle_is_mended_by_messages(
    store: Store, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "_CHECK_EVERY", 1)
    path = store.root / "news.sqlite"
    assert post(client, b'{"site": "11824", "release": 3}') == 204
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany("INSERT INTO kiosk VALUES (?, 1, 1, 'x')", [(f"{n:05}" + "x" * 90,) for n in range(900)])
    content = path.read_bytes()
    for at in range(4096, len(content), 4096):
        path.write_bytes(content[:at] + bytes(4096) + content[at + 4096 :])
        assert post(client, b'{"site": "10507", "release": 3}') == 204
        assert "10507" in [row[0] for row in news_of(client).kiosks()]


# declared kiosks -------------------------------------------------------------------------------------------

OWN = DeclaredKey(7, "11824", "ABCDEFGHJKLMNPQRSTUV")


def beat(release: int, counter: int, *, key: str = OWN.key, device: int = 7, site: str = "11824") -> bytes:
    """A heartbeat as a kiosk with this key sends it."""
    signature = sign_heartbeat(key, device, site, release, counter)
    facts = {"device": device, "site": site, "release": release, "counter": counter, "signature": signature}
    return json.dumps(facts).encode()


@pytest.mark.parametrize(
    "body",
    [
        b'{"device": 1, "site": "11824", "release": 3, "counter": 1}',
        b'{"device": 1, "site": "11824", "release": 3, "counter": 1, "signature": "' + b"a" * 64 + b'\\n"}',
        b'{"device": 0, "site": "11824", "release": 3, "counter": 1, "signature": "' + b"a" * 64 + b'"}',
        b'{"device": 1, "site": "11824", "release": 3, "counter": 9007199254740993, "signature": "' + b"a" * 64 + b'"}',
    ],
)
def test_what_no_kiosk_signs_is_refused_in_a_word(client: TestClient, body: bytes) -> None:
    assert post(client, body, "/api/device") == 422


@pytest.fixture
def heard(store: Store, client: TestClient) -> Inbox:
    """The box, once a kiosk is declared."""
    replace_keys(store.root, [OWN])
    return Inbox(store.root / inbox.FILE)


def test_a_declared_kiosk_is_heard_and_never_twice(client: TestClient, heard: Inbox) -> None:
    assert post(client, beat(3, 1), "/api/device") == 204
    assert heard.list_words()[7].release == 3
    answer = client.post("/api/device", content=beat(3, 1), headers=JSON)
    assert (answer.status_code, answer.text) == (409, "1")
    assert post(client, beat(4, 2), "/api/device") == 204
    assert post(client, beat(3, 1), "/api/device") == 409
    assert heard.list_words()[7].release == 4


@pytest.mark.parametrize(
    "forged",
    [
        beat(9, 9, key="A" * 20),
        beat(9, 9, device=8),
        beat(9, 9, site="10507"),
        beat(9, 9).replace(b'"counter": 9', b'"counter": 10'),
        beat(9, 9).replace(b'"release": 9', b'"release": 8'),
    ],
)
def test_forged_news_changes_nothing_and_uses_up_nobodys_share(client: TestClient, heard: Inbox, forged: bytes) -> None:
    assert post(client, beat(3, 1), "/api/device") == 204
    for _ in range(70):
        assert client.post("/api/device", content=forged, headers=JSON).status_code == 403
    assert post(client, beat(4, 2), "/api/device") == 204
    assert heard.list_words().keys() == {7}


def test_a_flood_of_strangers_does_not_silence_a_declared_kiosk(client: TestClient, heard: Inbox) -> None:
    answers = {post(client, b'{"site": "11824", "release": 9}') for _ in range(300)}
    assert answers == {204, 429}
    assert post(client, beat(3, 1), "/api/device") == 204
    assert [w.release for w in heard.list_words().values()] == [3]


def test_whoever_has_the_key_still_has_a_bound(client: TestClient, heard: Inbox) -> None:
    answers = [post(client, beat(3, n), "/api/device") for n in range(1, 80)]
    assert set(answers) == {204, 429} and 55 < answers.count(204) < 70


def test_a_damaged_file_of_keys_is_answered_shortly(
    store: Store, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    (store.root / KEYS).write_bytes(b"{")
    with caplog.at_level(logging.WARNING):
        assert post(client, beat(3, 1), "/api/device") == 503
    assert KEYS in caplog.text and "Traceback" not in caplog.text
