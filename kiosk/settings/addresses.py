"""Web addresses as text: the one parser for every address that may reach a code or a page.

Comes in: an address as a person wrote it, and the hosts it may lead to. Goes out: the same address in its normal
form, or `LinkError`. What is accepted is the part of the URL standard (https://url.spec.whatwg.org) on which every
browser and every person agree: what is printed is, character for character, what a browser will ask for. Left to
others: which setting holds which address (`config`), and the address of a procedure or of a site (`links`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from urllib.parse import unquote

from kiosk.errors import LinkError

LONGEST = 300
"""Characters. A longer address makes a code too fine to be read from a wall."""
STATE_DOMAIN = "gov.vn"
"""Only state agencies are given names under it, so a city's own pages may stand there without further permission."""

# RFC 1123, 2.1 and RFC 5890, 2.3.1: letters, digits and inner hyphens; two hyphens in third place are reserved for
# punycode, in which one letter looks like another. The last label is letters alone, or a browser takes it for an IPv4.
_LABEL = r"(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+[a-z]{{2,63}}")
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[^/?#:@\\]+)(?::(?P<port>[1-9][0-9]{0,4}))?(?P<rest>(?:[/?#].*)?)", re.IGNORECASE
)
# RFC 3986, 3.3 to 3.5, without the apostrophe, which browsers encode in a query.
_REST = re.compile(
    r"/(?:[\w.~!$&()*+,;=:@/-]|%[0-9a-f]{2})*(?:[?#](?:[\w.~!$&()*+,;=:@/?-]|%[0-9a-f]{2})*){0,2}",
    re.IGNORECASE | re.ASCII,
)
# What needs no encoding (RFC 3986, 2.3), and a percent sign encoded before two digits: odd ways to write another thing.
_NEEDLESS = re.compile(r"%(?:2[de]|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae]|25[0-9a-f]{2})", re.IGNORECASE)
_HIDDEN_SLASH = re.compile(r"%(?:2f|5c)", re.IGNORECASE)
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Address:
    """An address in normal form: scheme and host in lower case, a path, nothing a browser would change."""

    url: str
    host: str


def parse_address(text: str, place: str) -> Address:
    """The https address that `text` is. Raises `LinkError` naming `place`.

    Attacks kept out: another scheme, user info (`https://dichvucong.gov.vn@evil.example`), ports, backslashes, blanks,
    control and look-alike characters, empty or malformed labels, numbers and percent-encoding as hosts, `..` in paths.
    """
    parts = _ADDRESS.fullmatch(text)
    if parts is None or parts["scheme"].lower() != "https" or parts["port"] or len(text) > LONGEST:
        raise _explain_unfit(text, place)
    host = parts["host"].lower()
    rest = parts["rest"] if parts["rest"].startswith("/") else "/" + parts["rest"]
    if not _HOST.fullmatch(host) or not _is_plain(rest):
        raise _explain_unfit(text, place)
    return Address(f"https://{host}{rest}", host)


def parse_loopback(text: str) -> Address | None:
    """The address on this very machine that `text` is, with or without a port, or None. For samples only."""
    parts = _ADDRESS.fullmatch(text)
    if parts is None or parts["scheme"].lower() != "http" or parts["host"] != _LOOPBACK:
        return None
    port = int(parts["port"] or 80)
    rest = parts["rest"] or "/"
    if port > 65535 or not rest.startswith("/") or not _is_plain(rest) or len(text) > LONGEST:
        return None
    return Address(f"http://{_LOOPBACK}{'' if port == 80 else f':{port}'}{rest}", _LOOPBACK)


def parse_host(text: str, place: str) -> str:
    """A host that addresses may lead to, in lower case. Raises `LinkError` where it is none or stands for too many."""
    host = text.lower()
    if not _HOST.fullmatch(host):
        raise LinkError(
            "tên máy chủ không hợp lệ",
            place=place,
            value=text[:80],
            way_out="ghi tên đầy đủ như dichvucong.gov.vn, chữ không dấu; không có https://, cổng, dấu *",
        )
    if _is_public_suffix(host):
        raise LinkError(
            "tên miền chung, bất kỳ ai cũng đăng ký được tên bên dưới",
            place=place,
            value=host,
            way_out="ghi tên máy chủ cụ thể, ví dụ dichvucong.gov.vn",
        )
    return host


def is_under(host: str, hosts: tuple[str, ...]) -> bool:
    """Whether `host` is one of `hosts` or stands below one."""
    return any(host == name or host.endswith("." + name) for name in hosts)


def check_address(text: str, hosts: tuple[str, ...], place: str) -> Address:
    """`text` in normal form if it leads to one of `hosts`. Raises `LinkError`."""
    address = parse_address(text, place)
    if not is_under(address.host, hosts):
        raise _explain_foreign(text, hosts, place)
    return address


def check_public_address(text: str, hosts: tuple[str, ...], place: str) -> str:
    """The address under which the city serves its own pages, in normal form without a slash at its end.

    Its host is one of `hosts` or a state agency's, so that no shortener stands in the large code of a board; it allows
    nothing but these pages. An address of this very machine is taken here: only samples may print it, which the caller
    sees to. Raises `LinkError`.
    """
    address = parse_loopback(text) or parse_address(text, place)
    if not (address.host == _LOOPBACK or is_under(address.host, hosts) or address.host.endswith("." + STATE_DOMAIN)):
        raise _explain_foreign(text, (*hosts, f"tên dưới {STATE_DOMAIN}"), place)
    if "?" in address.url or "#" in address.url:
        raise _explain_unfit(text, place)
    return address.url.rstrip("/")


def check_pattern(text: str, placeholder: str, example: str, hosts: tuple[str, ...], place: str) -> str:
    """A pattern of addresses in normal form: `placeholder` stands once, behind the host. Raises `LinkError`."""
    if text.count(placeholder) != 1:
        raise LinkError(
            f"mẫu địa chỉ phải có đúng một chỗ {placeholder}",
            place=place,
            value=text[:200],
            way_out=f"giữ nguyên phần {placeholder} như trong config.yaml đi kèm",
        )
    before, _, behind = text.partition(placeholder)
    check_address(before + example + behind, hosts, place)
    return check_address(before, hosts, place).url + placeholder + behind


def _is_plain(rest: str) -> bool:
    """Whether path, query and fragment are their own normal form and hide nothing."""
    path = re.split(r"[?#]", rest, maxsplit=1)[0]
    if not _REST.fullmatch(rest) or rest.count("#") > 1 or _NEEDLESS.search(rest) or "//" in path:
        return False
    if {".", ".."} & set(path.split("/")) or _HIDDEN_SLASH.search(path):
        return False
    try:
        decoded = unquote(rest, errors="strict")
    except UnicodeDecodeError:
        return False
    # Control characters, and those that turn the direction of writing.
    return not any(unicodedata.category(c) in {"Cc", "Cf", "Cn", "Co", "Zl", "Zp"} for c in decoded)


@lru_cache(maxsize=64)
def _is_public_suffix(host: str) -> bool:
    """Whether anybody may register names right below `host` (https://publicsuffix.org).

    The whole list takes a fifth of a second to load: only the rules of the host's last label are.
    """
    if host.endswith("." + STATE_DOMAIN):
        return False  # no agency may let others register below its name
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - slow to load, and most hosts need no list

    last = host.rpartition(".")[2]
    rules = resources.files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text(encoding="utf-8")
    ours = [rule for rule in rules.splitlines() if rule == last or rule.endswith("." + last)]
    return PublicSuffixList(source=ours).is_public(host)


def _explain_foreign(text: str, hosts: tuple[str, ...], place: str) -> LinkError:
    return LinkError(
        "địa chỉ không thuộc các máy chủ được phép in",
        place=place,
        value=text[:200],
        way_out=f"chỉ dùng https và các máy chủ trong links.hosts của config.yaml ({', '.join(hosts)})",
    )


def _explain_unfit(text: str, place: str) -> LinkError:
    return LinkError(
        "địa chỉ không thể in thành mã",
        place=place,
        value=text[:200],
        way_out=(
            f"ghi dạng https://tên-máy-chủ/đường-dẫn, không quá {LONGEST} ký tự, chữ không dấu; "
            "không có cổng, tài khoản, dấu cách, dấu ngoặc, phần mã hóa thừa"
        ),
    )
