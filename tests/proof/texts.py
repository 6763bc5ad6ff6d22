"""Hostile text and hostile addresses: what is put into names, decisions and requests.

Goes out: texts, each aimed at one kind of sink (markup, script, formula, terminal, log line, file name, header), whole
or put together by chance; addresses that try to leave what is published.
"""

from __future__ import annotations

import random

MARK = "zqx7"
"""A word that no true text holds: what carries it is ours."""
TEXTS = (
    f"<script>alert('{MARK}')</script>",
    f'"><img src=x onerror=alert({MARK})>',
    f"</script><svg onload={MARK}>",
    f"<!--{MARK}--><b>",
    f"</title><style>{MARK}</style>",
    f"' autofocus onfocus='{MARK}",
    f"&lt;{MARK}&gt; &amp; &#60;b&#62;",
    f'<para><font color="red">{MARK}</font></para>',
    f'<img src="file:///etc/passwd" alt="{MARK}"/>',
    f"<a href='javascript:{MARK}'>x</a>",
    f'=HYPERLINK("http://evil.example/{MARK}")',
    f"+cmd|' /C calc'!{MARK}",
    f"-2+3+{MARK}",
    f"@SUM({MARK})",
    f"\t={MARK}",
    f"[bold red]{MARK}[/bold red]",
    f"[link=http://evil.example]{MARK}[/link]",
    f"\x1b[31m{MARK}\x1b[0m",
    f"\x1b]0;{MARK}\x07",
    f"\x9b2J{MARK}",
    f"{MARK}\r\nSet-Cookie: a=b",
    f'{MARK}\n{{"published": 999}}',
    f"{MARK}\u2028x\u2029y",
    f"../../{MARK}",
    f"{MARK}/../../../etc/passwd",
    f"{{{{ 7*7 }}}}{MARK}{{% include 'x' %}}",
    f"%s%n%x{MARK}{{0}}",
    f"\\u003cscript\\u003e{MARK}",
    f"{MARK}\u202etxt.exe",
    f"`{MARK}` $({MARK}) ; rm -rf x",
    f"]]>{MARK}<![CDATA[",
    f"(){MARK}) Tj /F1 1 Tf (",
)
"""The first of each kind; their number is that of a run in `make test`."""
ADDRESSES = (
    "/../../../etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/config.yaml",
    "/sites/../../var/posted.json",
    "/sites/10507/../../../posted.json",
    "//etc/passwd",
    "/./manifest.json",
    "/manifest.json",
    "/objects/00/",
    "/verified/4.json",
    "/history.jsonl",
    "/news.sqlite",
    "/current/index.html",
    "/sites/10507",
    "/sites/10507/index.html%00",
    "/index.html\x00.css",
    "/index.html/",
    "/INDEX.HTML",
    "/index.html?x=../../etc/passwd",
    "/assets/../manifest.json",
    "/assets/a-00000000.css",
    "/%ff%fe",
    "/\\..\\..\\config.yaml",
    "/%5c..%5c..%5cconfig.yaml",
    "/sites/10507/%2e%2e/%2e%2e/manifest.json",
    "/file:///etc/passwd",
    "/http://evil.example/",
    "//evil.example/sites",
    "/sites/10507//",
    "/sites/%0d%0aSet-Cookie:a=b",
    "/" + "a" * 5000,
    "/" + "../" * 400,
    "*",
    "",
)
_PIECES = (
    *("..", ".", "", "%2e%2e", "%2f", "%5c", "\\", "%00", "etc", "passwd", "var", "sites", "10507", "index.html"),
    *(
        "manifest.json",
        "objects",
        "current",
        "releases",
        "4",
        "assets",
        "%252e%252e",
        "..;",
        "~",
        "%c0%ae%c0%ae",
        "?",
        "#",
    ),
    *("release.json", "catalogue", "0003.json", "config.yaml", "data", "\u1ecb", "%u002e", "x" * 300),
)


def make_text(number: int) -> str:
    """Text number `number`: the fixed ones first, then two of them joined with letters between, by chance."""
    if number < len(TEXTS):
        return TEXTS[number]
    chosen = random.Random(number)
    middle = "".join(chr(chosen.choice((chosen.randrange(32, 127), chosen.randrange(0xC0, 0x1EFA)))) for _ in range(8))
    return chosen.choice(TEXTS) + middle + chosen.choice(TEXTS)


def make_address(number: int) -> str:
    """Address number `number`: the fixed ones first, then pieces joined by chance."""
    if number < len(ADDRESSES):
        return ADDRESSES[number]
    chosen = random.Random(number)
    return "/" + chosen.choice(("/", "/", "//", "%2f")).join(chosen.choices(_PIECES, k=chosen.randrange(1, 9)))
