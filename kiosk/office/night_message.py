"""The message about a night, for people: what went well, what did not, what is to be done today. Sent where set.

In comes a `NightRun` and today's tasks, out goes plain text; `send_message` gives it to a mail server and to a web
address, and gives back a `StepOutcome` for each, because a message that did not go out must be told as well.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path

import httpx

from kiosk.errors import OfficeError, explain_cause
from kiosk.office.nights import NightRun, NightStep, StepOutcome, run_step
from kiosk.settings.config import Config
from kiosk.settings.night import MailSecurity, MailSettings

_TIMEOUT = 30.0
_SHOWN = 20
"""So many tasks stand in a message; the rest is counted."""


def title_night(config: Config, run: NightRun) -> str:
    """One line that says whether anything is wrong."""
    state = f"{len(run.failed)} việc KHÔNG XONG" if run.failed else "mọi việc đã xong"
    return f"Niêm yết {config.city}, đêm {run.day:%d/%m/%Y}: {state}"


def write_message(config: Config, run: NightRun, tasks: tuple[tuple[str, str], ...]) -> str:
    """The whole message. `tasks`: sentence and next command, the gravest first."""
    return "\n".join((title_night(config, run), "", *_tell_steps(run), *_tell_tasks(tasks)))


def _tell_steps(run: NightRun) -> Iterator[str]:
    for step in run.steps:
        yield f"{step.name}: {'xong' if step.is_done else 'KHÔNG XONG'}. {step.sentence}"


def _tell_tasks(tasks: tuple[tuple[str, str], ...]) -> Iterator[str]:
    if tasks:
        yield from ("", f"{len(tasks)} việc cần làm:")
        yield from (f"- {sentence}. Lệnh làm tiếp: {command}" for sentence, command in tasks[:_SHOWN])
        if len(tasks) > _SHOWN:
            yield f"- … và {len(tasks) - _SHOWN} việc nữa: kiosk today"


def send_message(config: Config, title: str, text: str) -> tuple[StepOutcome, ...]:
    """Send a message wherever the settings say."""
    night, steps = config.night, list[NightStep]()
    if night.mail is not None:
        mail = night.mail
        password = config.path(mail.password_file) if mail.password_file else None
        steps.append(NightStep("Gửi thư", lambda: _mail(mail, password, title, text)))
    if night.webhook:
        steps.append(NightStep("Gửi tới địa chỉ web", lambda: _post(night.webhook, text)))
    return tuple(map(run_step, steps))


def _mail(mail: MailSettings, password: Path | None, title: str, text: str) -> str:
    """Give the message to the mail server. Raises `OfficeError`."""
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = title, mail.sender, ", ".join(mail.to)
    letter["Date"] = formatdate()
    letter.set_content(text)
    place = f"{mail.host}:{mail.port}"
    try:
        with _open_mail(mail) as server:
            if mail.security is MailSecurity.STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if mail.user:
                server.login(mail.user, password.read_text(encoding="utf-8").strip() if password else "")
            refused = server.send_message(letter)
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        raise OfficeError(
            "không gửi được thư", place=place, value=explain_cause(error), way_out="kiểm tra khóa night.mail"
        ) from error
    if refused:
        raise OfficeError("máy chủ thư không nhận một số người", place=place, value=", ".join(refused))
    return f"Đã gửi {', '.join(mail.to)}."


def _open_mail(mail: MailSettings) -> smtplib.SMTP:
    if mail.security is MailSecurity.TLS:
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=_TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(mail.host, mail.port, timeout=_TIMEOUT)


def _post(address: str, text: str) -> str:
    """Post the message as `{"text": …}`. The address may hold a secret, so that only its host is told.

    Raises `OfficeError`.
    """
    host = "khóa night.webhook"
    try:
        host = httpx.URL(address).host
        httpx.post(address, json={"text": text}, timeout=_TIMEOUT).raise_for_status()
    except httpx.HTTPStatusError as error:
        cause = f"trả lời mã {error.response.status_code}"
        raise OfficeError("không gửi được", place=host, value=cause, way_out="kiểm tra khóa night.webhook") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        cause = type(error).__name__
        raise OfficeError("không gửi được", place=host, value=cause, way_out="kiểm tra khóa night.webhook") from None
    return f"Đã gửi tới {host}."
