"""Every word of the command line that a person reads is Vietnamese, wrong usage included."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.kiosk.cli.test_commands import COMMANDS
from tests.kiosk.commands import Office

ENGLISH = re.compile(
    r"\b(?:usage|options?|arguments?|commands?|show|message|exit|missing|invalid|value|error|default|try|required|bool|"
    r"str|int|path|list|got|unexpected|no such)\b",
    re.IGNORECASE,
)
# Names of options, commands and kinds of file are words of a language of their own.
NAMES = re.compile(r"--?[a-z-]+|code=B,name=C|portal-\s*list|code-\s*list|[A-Z]{2,}_?[A-Z]*")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Office:
    """Settings and tables alone: nothing here needs a release."""
    return Office.in_folder(tmp_path_factory.mktemp("office"), root)


@pytest.mark.parametrize("command", ["", *COMMANDS.split()])
def test_help_has_no_english_words(office: Office, command: str) -> None:
    shown = office.ok(*command.split(), "--help")
    assert shown.startswith(f"Cách dùng: kiosk {command}".rstrip())
    listed = re.sub(r"(?m)^  [a-z]+(?=  )", "", NAMES.sub("", shown.removeprefix(f"Cách dùng: kiosk {command}")))
    assert ENGLISH.findall(listed) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("bulid",), "không có lệnh «bulid». Xem cách dùng: kiosk --help"),
        (("check",), "thiếu TỆP. Xem cách dùng: kiosk check --help"),
        (("export",), "thiếu ĐIỂM. Xem cách dùng: kiosk export --help"),
        (("build", "--as-of"), "sau --as-of phải có một giá trị."),
        (("build", "--as-of", "31/02/2027"), "giá trị của --as-of không hợp lệ, ghi ngày có thật, dạng 2027-03-01"),
        (("import", "--as", "x", "a.csv"), "giá trị của --as không hợp lệ, chọn một trong: snapshot, change."),
        (("import", "--columns", "x", "a.csv"), "ghi dạng tên=cột"),
        (("import",), "chưa chỉ tệp nào"),
        (("verify", "abc"), "giá trị của SỐ không hợp lệ, ghi một số nguyên."),
        (("serve", "--port", "99999"), "giá trị của --port không hợp lệ, ghi một số nguyên từ 1 đến 65535."),
        (("status", "--jsn"), "không có tùy chọn --jsn (có phải --json?)."),
        (("status", "--json=3"), "--json không nhận giá trị."),
        (("status", "thừa"), "thừa «thừa»."),
        (("relayout",), "ghi một mã điểm, hoặc --all."),
    ],
)
def test_wrong_usage_in_one_sentence(office: Office, words: tuple[str, ...], sentence: str) -> None:
    result = office.run(*words)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("Sai cú pháp lệnh: ")
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_without_a_command_the_help_is_shown(office: Office) -> None:
    result = office.run()
    assert result.returncode == 2
    assert result.stderr.startswith("Cách dùng: kiosk [TÙY CHỌN] LỆNH")
