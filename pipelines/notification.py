"""Telling participants and the loyalty platform of each change of a claim's status.

A message is queued in the database, once for each change, and sent afterwards: e-mail through SMTP, or as .eml
files in the workspace where no server is set; the web hook as a signed POST. Sending is at least once: a message
keeps its id over repetitions, so that the receiver can tell.
"""

from __future__ import annotations

import contextvars
import hashlib
import hmac
import json
import re
import smtplib
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Any

from pipelines.claim_status import Status, reasons, status_from, steps
from pipelines.logs import logger
from pipelines.outputs import write_whole
from pipelines.settings import Settings
from pipelines.texts import number, say, speak
from pipelines.workspace import Workspace
from programme.formats import plain
from storage import UnitOfWork
from storage.columns import now
from storage.messages import ClaimNow, Message
from storage.programmes import ProgrammeRef

MAIL, HOOK = "mail", "hook"
_SILENT = frozenset({Status.READING})  # passes within minutes by itself
_BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
_LEASE = timedelta(minutes=5)  # longer than one sending may take
_TIMEOUT = 15.0
_SEEN: dict[str, object] = {}  # what this process looked at last; only spares work, nothing rests on it
_ADDRESS = re.compile(r"[^@\s<>,;\"]{1,64}@[A-Za-z0-9.-]{1,190}")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a round of sending did."""

    sent: int
    failed: int


def queue_changes(workspace: Workspace, work: UnitOfWork, programme: ProgrammeRef) -> int:
    """Queue a message for every claim whose status is not the one last told; how many. The caller commits."""
    hook = workspace.settings.hook_url is not None
    told_mail = work.messages.told(programme.id, MAIL)
    told_hook = work.messages.told(programme.id, HOOK) if hook else {}
    emails = {person.participant_id: person.email for person in work.programmes.participants(programme.id)}
    queued = 0
    for claim in work.messages.claims_now(programme.id):
        status = status_from(claim.decision, claim.case, claim.codes, claim.origin)
        if status in _SILENT:
            continue
        count, last = told_mail.get(claim.declaration_id, (0, ""))
        address = emails.get(claim.participant_id, "")
        if last != status and _ADDRESS.fullmatch(address):
            content = _in_language(workspace.settings, programme, claim, status)
            queued += _queue(work, programme, claim, status, MAIL, count, {**content, "to": address})
        count, last = told_hook.get(claim.declaration_id, (0, ""))
        if hook and last != status:
            queued += _queue(work, programme, claim, status, HOOK, count, _event(programme, claim, status))
    return queued


def _queue(
    work: UnitOfWork,
    programme: ProgrammeRef,
    claim: ClaimNow,
    status: Status,
    channel: str,
    count: int,
    content: Mapping[str, Any],
) -> bool:
    # Two writers that see the same change make the same key, and the second finds it taken.
    key = f"{channel}/{programme.id}/{claim.declaration_id}/{count + 1}/{status.value}"
    return work.messages.put(
        programme.id, claim.participant_id, claim.declaration_id, status.value, channel, key, content
    )


def _in_language(settings: Settings, programme: ProgrammeRef, claim: ClaimNow, status: Status) -> dict[str, str]:
    """The mail in the installation's language, whatever the acting person's page speaks."""

    def speaking() -> dict[str, str]:
        speak(settings.lang)
        return _mail(programme, claim, status)

    return contextvars.copy_context().run(speaking)


def _mail(programme: ProgrammeRef, claim: ClaimNow, status: Status) -> dict[str, str]:
    key = claim.declaration_id
    why = reasons(status, claim.codes, claim.rejected_for, claim.asked_for)
    about = say(
        "mail_about",
        id=key,
        invoice=", ".join(claim.invoice_numbers),
        units="?" if claim.declared is None else number(claim.declared),
        year=claim.year,
    )
    lines = [say("mail_greeting"), "", say(f"mail_{status.value}", claim=about)]
    if status is Status.CONFIRMED and claim.units is not None:
        lines.append(say("status_counted", units=number(claim.units)))
    if why:
        lines += ["", say("status_why"), *(f"- {text}" for text in why)]
    next_steps = steps(status, claim.codes, claim.asked_for, claim.objected)
    if next_steps:
        lines += ["", say("status_next"), *(f"- {text}" for text in next_steps)]
    lines += ["", programme.rules.name, say("mail_automatic")]
    return {"subject": say("mail_subject", id=key, state=say(f"claim_{status.value}")), "text": "\n".join(lines)}


def _event(programme: ProgrammeRef, claim: ClaimNow, status: Status) -> dict[str, Any]:
    return {
        "type": "claim.status_changed",
        "programme": programme.slug,
        "declaration_id": claim.declaration_id,
        "participant_id": claim.participant_id,
        "year": claim.year,
        "status": status.value,
        "confirmed_units": plain(claim.units) if status is Status.CONFIRMED and claim.units is not None else None,
        "at": now().isoformat(timespec="seconds"),
    }


# -- sending ----------------------------------------------------------------------------------------------------


def tell_all(workspace: Workspace) -> Delivery:
    """Queue what changed in every programme and send what is due. Cheap where nothing changed since the last call."""
    with workspace.reading() as work:
        mark = work.messages.mark()
        due = work.messages.any_due()
        programmes = work.programmes.all()
    if _SEEN.get(workspace.settings.database) != mark:
        for programme in programmes:
            with workspace.work() as work:
                if queue_changes(workspace, work, programme):
                    work.commit()
                    due = True
        _SEEN[workspace.settings.database] = mark
    return deliver_due(workspace) if due else Delivery(0, 0)


def deliver_due(workspace: Workspace) -> Delivery:
    """Send every message that is due. One that fails is tried again later, ever more seldom, for about two days."""
    sent = failed = 0
    while (message := _take(workspace)) is not None:
        error = _send(workspace, message)
        with workspace.work() as work:
            if error is None:
                work.messages.sent(message.id)
                sent += 1
            else:
                later = None if message.attempts > len(_BACK_OFF) else now() + _BACK_OFF[message.attempts - 1]
                work.messages.failed(message.id, f"{type(error).__name__}: {error}", later)
                # Its kind alone: what it says may name the receiver.
                kind = type(error).__name__
                logger("notification").warning("message_failed", id=message.id, channel=message.channel, error=kind)
                failed += 1
            work.commit()
    return Delivery(sent, failed)


def _take(workspace: Workspace) -> Message | None:
    """The next message that is due, kept from other senders for a while."""
    with workspace.work() as work:
        message = work.messages.take(now() + _LEASE)
        if message is not None:
            work.commit()
    return message


def _send(workspace: Workspace, message: Message) -> Exception | None:
    """None where it was sent, else what stood against it."""
    settings = workspace.settings
    try:
        if message.channel == HOOK:
            _post(settings, message)
        elif settings.smtp_host is None:
            write_whole(outbox_file(settings, message), _mail_of(settings, message).as_bytes())
        else:
            _smtp(settings, _mail_of(settings, message))
    except (OSError, smtplib.SMTPException, ValueError) as error:  # a refused address or answer is the receiver's
        return error
    return None


def outbox_file(settings: Settings, message: Message) -> Path:
    """Where a message goes without a mail server."""
    return settings.folder / "outbox" / f"{message.id:08d}.eml"


def _mail_of(settings: Settings, message: Message) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = settings.mail_from, str(message.content["to"])
    mail["Subject"] = str(message.content["subject"])
    mail["Date"] = formatdate(message.created_at.timestamp(), localtime=False)
    # The same over repetitions: a receiver that got it already can tell.
    mail["Message-ID"] = f"<{_event_id(message)}@klos>"
    mail["Auto-Submitted"] = "auto-generated"
    text = str(message.content["text"])
    if settings.public_url:
        text += f"\n{settings.public_url}"
    mail.set_content(text + "\n")
    return mail


def _smtp(settings: Settings, mail: EmailMessage) -> None:
    host, port = str(settings.smtp_host), settings.smtp_port
    context = ssl.create_default_context()
    opened = (
        smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=context)
        if settings.smtp_security == "tls"
        else smtplib.SMTP(host, port, timeout=_TIMEOUT)
    )
    with opened as server:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user and settings.smtp_password:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.send_message(mail)


def _event_id(message: Message) -> str:
    return hashlib.sha256(f"klos:{message.id}:{message.event_key}".encode()).hexdigest()[:32]


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The value of X-Klos-Signature: HMAC-SHA256 over timestamp, a point and the body, in hex, after "v1="."""
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """A redirect is an error: a signed call goes to the address that was set and nowhere else."""


def _post(settings: Settings, message: Message) -> None:
    secret = settings.hook_secret.get_secret_value() if settings.hook_secret else ""
    body = json.dumps({"id": _event_id(message), **message.content}, ensure_ascii=False, sort_keys=True).encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "klos",
        "X-Klos-Event": _event_id(message),
        "X-Klos-Timestamp": timestamp,
        "X-Klos-Signature": sign(secret, timestamp, body),
    }
    request = urllib.request.Request(str(settings.hook_url), data=body, headers=headers, method="POST")
    with urllib.request.build_opener(_NoRedirect).open(request, timeout=_TIMEOUT) as answer:
        answer.read(1024)
