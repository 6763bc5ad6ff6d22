"""Help and wrong usage in Vietnamese: the command-line library speaks English only and has no catalogue of messages."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_HELP = "Hiện hướng dẫn này rồi thoát."
_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", re.DOTALL)
_UNKNOWN = re.compile(r"No such command ['\"](.*)['\"]\.", re.DOTALL)


class _Spoken:
    """What a command and the program itself say of themselves; mixed into the library's classes."""

    def get_help_option(self, ctx: Any) -> Any:
        """The library's option under its Vietnamese description."""
        return _put_help(super().get_help_option(ctx))  # type: ignore[misc]  # of the class it is mixed into

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line that says how to call the command."""
        _write_usage(self, ctx, formatter)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, description, arguments, options."""
        _write_help(self, ctx, formatter)


class Command(_Spoken, TyperCommand):
    """A command whose help is in Vietnamese."""


class SpokenGroup(_Spoken, TyperGroup):
    """The program itself."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """As for a command, and the list of commands."""
        super().format_help(ctx, formatter)
        names = self.list_commands(ctx)
        commands = ((name, self.get_command(ctx, name)) for name in names)
        rows = [(name, _split_paragraphs(c.help)[0]) for name, c in commands if c is not None and not c.hidden]
        _write_section(formatter, "Lệnh", rows)


class App(typer.Typer):
    """A program all of whose commands are of this kind."""

    def command(self, *args: Any, **kwargs: Any) -> Callable[[Any], Any]:
        """As the library's, with help in Vietnamese."""
        return super().command(*args, cls=Command, options_metavar="[TÙY CHỌN]", **kwargs)


def _put_help(option: Any) -> Any:
    if option is not None:
        option.help = _HELP
    return option


def _write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), prefix="Cách dùng: ")


def _write_help(command: Any, ctx: Any, formatter: Any) -> None:
    command.format_usage(ctx, formatter)
    for text in _split_paragraphs(command.help):
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text)
    params = [p for p in command.get_params(ctx) if not getattr(p, "hidden", False)]
    arguments = [p for p in params if p.param_type_name == "argument"]
    options = [p for p in params if p.param_type_name == "option"]
    _write_section(formatter, "Đối số", ((_name(p), p.help or "") for p in arguments))
    _write_section(
        formatter, "Tùy chọn", ((" ".join((", ".join(p.opts), _show_value(p))), p.help or "") for p in options)
    )


def _split_paragraphs(text: str | None) -> list[str]:
    return [" ".join(part.split()) for part in inspect.cleandoc(text or "").split("\n\n")]


def _write_section(formatter: Any, title: str, rows: Iterable[tuple[str, str]]) -> None:
    pairs = list(rows)
    if pairs:
        with formatter.section(title):
            formatter.write_dl(pairs, col_max=34)


def _name(param: Any) -> str:
    return str(param.metavar or param.name)


def _show_value(param: Any) -> str:
    """What stands behind an option; nothing behind a switch."""
    return "" if getattr(param, "is_flag", False) else str(param.metavar or "GIÁ_TRỊ")


def describe_wrong_usage(error: typer.TyperException) -> str:
    """A sentence about wrong usage, and where the help is. The library's own words only where it has nothing better."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.message
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "kiosk"
    return f"Sai cú pháp lệnh: {_explain_error(error)}. Xem cách dùng: {path} --help"


def _explain_error(error: Any) -> str:
    param = getattr(error, "param", None)
    option = getattr(error, "option_name", "")
    kind = type(error).__name__
    if kind == "MissingParameter" and param is not None:
        return f"thiếu {_name(param)}" if param.param_type_name == "argument" else f"thiếu {param.opts[0]}"
    if kind == "NoSuchOption":
        near = ", ".join(sorted(error.possibilities or ()))
        return f"không có tùy chọn {option}" + (f" (có phải {near}?)" if near else "")
    if kind == "BadOptionUsage":
        return f"{option} không nhận giá trị" if "not take" in error.message else f"sau {option} phải có một giá trị"
    if kind == "BadParameter" and param is not None:
        return f"giá trị của {_place(param)} không hợp lệ, {_tell_expected(param)}"
    if match := _UNKNOWN.search(error.message):
        return f"không có lệnh «{match[1]}»"
    if match := _EXTRA.search(error.message):
        return f"thừa «{match[1]}»"
    return str(error.message).rstrip(".")


def _place(param: Any) -> str:
    return str(param.opts[0]) if param.param_type_name == "option" else _name(param)


def _tell_expected(param: Any) -> str:
    """What a parameter takes, from its type."""
    described = getattr(param, "type_descriptor", None)
    choices = getattr(described, "choices", None)
    if choices:
        return "chọn một trong: " + ", ".join(str(getattr(c, "value", c)) for c in choices)
    if getattr(described, "annotation", None) is datetime:
        return "ghi ngày có thật, dạng 2027-03-01 hoặc 01/03/2027"
    low, high = getattr(param, "min", None), getattr(param, "max", None)
    limits = f" từ {low} đến {high}" if low is not None and high is not None else ""
    return f"ghi một số nguyên{limits}"


def make_group(name: str, about: str) -> App:
    """A command that has commands of its own, with help in Vietnamese."""
    return App(
        name=name,
        cls=SpokenGroup,
        options_metavar="[TÙY CHỌN]",
        subcommand_metavar="LỆNH [ĐỐI SỐ]...",
        rich_markup_mode=None,
        help=about,
        no_args_is_help=True,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
