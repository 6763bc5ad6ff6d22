"""What a declared kiosk proves itself with: its key, the signature of a heartbeat, the return code of a screen.

In come a key and facts, out go texts. Pure: keys are thrown by the office, kept beside the public server, and computed
with again by `static/kiosk/device.js`, which has no cryptography of the browser's over plain http.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256

from posters.marks import LETTERS

KEY_LETTERS = 20
"""100 bits: nobody tries them all, and somebody can still type them."""
PROOF_LETTERS = 5
"""Of a return code: a wrong letter passes once in 33 million times."""
_GROUP = 4
_KEY = re.compile(rf"[{LETTERS}]{{{KEY_LETTERS}}}")
_CODE = re.compile(rf"([{LETTERS}]{{2,6}})([{LETTERS}]{{{PROOF_LETTERS}}})")


@dataclass(frozen=True, slots=True)
class ReturnCode:
    """A return code as somebody read it from a screen: the release that it names, and the letters that prove it."""

    release: int
    proof: str


def choose_letters(content: bytes, count: int) -> str:
    """`count` letters that nobody takes for others, five bits of `content` each; it holds enough of them."""
    bits = int.from_bytes(content, "big") >> (8 * len(content) - 5 * count)
    return "".join(LETTERS[bits >> 5 * i & 31] for i in reversed(range(count)))


def write_token(number: int, key: str) -> str:
    """A device's key as people type it: number, key in groups, and two letters that show a slip of the finger."""
    groups = (key[at : at + _GROUP] for at in range(0, len(key), _GROUP))
    return "-".join((str(number), *groups, _check(number, key)))


def read_token(text: str) -> tuple[int, str] | None:
    """Number and key out of a token, however it is spaced and written; None for what is none."""
    number, _, rest = text.upper().partition("-")
    number, letters = number.strip(), re.sub(r"[\s-]", "", rest)
    key, check = letters[:KEY_LETTERS], letters[KEY_LETTERS:]
    if not re.fullmatch("[1-9][0-9]{0,8}", number) or not _KEY.fullmatch(key):
        return None
    return (int(number), key) if check == _check(int(number), key) else None


def _check(number: int, key: str) -> str:
    return choose_letters(sha256(f"{number}-{key}".encode()).digest(), 2)


def sign_heartbeat(key: str, number: int, site: str, release: int, counter: int) -> str:
    """The HMAC-SHA256 (RFC 2104, FIPS 180-4) of a heartbeat in 64 hexadecimal digits."""
    return _sign(key, "\n".join(("heartbeat", str(number), site, str(release), str(counter)))).hex()


def is_signed(signature: str, key: str, number: int, site: str, release: int, counter: int) -> bool:
    """Whether a heartbeat comes from whoever has the key; takes the same time for every wrong one."""
    return hmac.compare_digest(signature.encode(), sign_heartbeat(key, number, site, release, counter).encode())


def _sign(key: str, text: str) -> bytes:
    return hmac.digest(key.encode(), text.encode(), sha256)


def make_return_code(site: str, release: int, key: str = "") -> str:
    """What a screen shows for the release that it runs. Without a key the proof shows slips of the finger, and that the
    page is the site's, no more."""
    facts = f"screen\n{site}\n{release}"
    proof = choose_letters(_sign(key, facts) if key else sha256(facts.encode()).digest(), PROOF_LETTERS)
    return f"{_count_in_letters(release)}-{proof}"


def read_return_code(text: str) -> ReturnCode | None:
    """The parts of a return code, however it is spaced and written; None for what is none."""
    parts = _CODE.fullmatch(re.sub(r"[\s-]", "", text.upper()))
    if parts is None:
        return None
    release = 0
    for letter in parts[1]:
        release = 32 * release + LETTERS.index(letter)
    return ReturnCode(release, parts[2])


def _count_in_letters(number: int) -> str:
    letters = ""
    while number or len(letters) < 2:
        letters = LETTERS[number & 31] + letters
        number >>= 5
    return letters
