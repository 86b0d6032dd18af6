"""Messages against a real SMTP server and a real HTTP server."""

from __future__ import annotations

import email
import email.policy
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr
from sqlalchemy import text

from pipelines import logs
from pipelines.batch import verify_intake
from pipelines.notification import Delivery, deliver_due, tell_all
from pipelines.settings import load_settings
from pipelines.workspace import Workspace, open_workspace
from programme.errors import BadSettings
from storage.account_tables import MessageState
from storage.columns import now
from tests.pipelines.build import IntakeFolder, two_years

SECRET = "a-secret-of-the-platform"


@dataclass
class Mailbox:
    """An SMTP server's handler; `refuse` makes it answer that it cannot now, `unknown` that nobody is of that name."""

    letters: list[EmailMessage] = field(default_factory=list)
    refuse: bool = False
    unknown: bool = False

    async def handle_RCPT(
        self, server: object, session: object, envelope: object, address: str, options: list[str]
    ) -> str:
        if self.unknown:
            return "550 no such user"
        envelope.rcpt_tos.append(address)  # type: ignore[attr-defined]
        return "250 OK"

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        if self.refuse:
            return "451 try again later"
        content = envelope.content  # type: ignore[attr-defined]
        self.letters.append(email.message_from_bytes(content, policy=email.policy.default))
        return "250 OK"


@dataclass
class Calls:
    """What an HTTP server got: headers and body of each call; `status` is its answer."""

    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    status: int = 204
    url: str = ""


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    handler = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
def calls() -> Iterator[Calls]:
    calls = Calls()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            calls.got.append((dict(self.headers.items()), body))
            self.send_response(calls.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    calls.url = f"http://127.0.0.1:{server.server_port}/klos"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield calls
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> IntakeFolder:
    """P1 has an address, P2's is none."""
    folder = two_years(tmp_path / "intake")
    folder.participants[0]["email"] = "jan@example.org"
    folder.participants[1]["email"] = "anna@example.org\nBcc: obcy@example.org"
    return folder


def _open(**settings: object) -> Workspace:
    return open_workspace(load_settings(workers=1, **settings))


def _due_again(workspace: Workspace) -> None:
    with workspace.engine.begin() as connection:
        moment = (now() - timedelta(seconds=1)).replace(tzinfo=None).isoformat(" ")
        connection.execute(text("UPDATE message_out SET due_at = :moment"), {"moment": moment})


def _eml(workspace: Workspace) -> list[EmailMessage]:
    paths = sorted((workspace.settings.folder / "outbox").glob("*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]


def test_without_a_server_messages_are_files(folder: IntakeFolder) -> None:
    workspace = _open()
    verify_intake(workspace, folder.write(), None)
    assert tell_all(workspace) == Delivery(3, 0)
    letters = _eml(workspace)
    assert [letter["To"] for letter in letters] == ["jan@example.org"] * 3
    assert [letter["Subject"] for letter in letters] == [
        "Zgłoszenie D1: potwierdzone",
        "Zgłoszenie D2: potwierdzone",
        "Zgłoszenie D3: sprawdza pracownik",
    ]
    assert "Zaliczono 40 j.s." in letters[0].get_content()
    assert "Liczba jednostek siewnych na fakturze jest inna" in letters[2].get_content()
    workspace.close()


def test_a_message_tells_nothing_of_another_participant(folder: IntakeFolder, calls: Calls) -> None:
    """P2 claims what P1 has claimed; what goes to P2, and of P2 to the platform, names neither P1 nor his claim."""
    folder.participants[1]["email"] = "anna@example.org"
    folder.claim("D4", "FV 1/2025", "40", participant_id="P2")
    workspace = _open(hook_url=calls.url, hook_secret=SecretStr(SECRET))
    verify_intake(workspace, folder.write(), None)
    tell_all(workspace)
    (letter,) = (letter for letter in _eml(workspace) if letter["To"] == "anna@example.org")
    text = letter.get_content()
    assert "zgłoszenie D4 (faktura FV 1/2025, 40 j.s. za rok 2025)" in text
    assert "Ta faktura została już zgłoszona." in text
    (event,) = (body.decode() for _, body in calls.got if json.loads(body)["declaration_id"] == "D4")
    for told in (text, str(letter["Subject"]), event):
        assert not any(other in told for other in ("D1", "P1", "Żuk", "Jan", "jan@", "1234563218"))
    workspace.close()


def test_each_change_is_told_once(folder: IntakeFolder) -> None:
    workspace = _open()
    verify_intake(workspace, folder.write(), None)
    tell_all(workspace)
    verify_intake(workspace, folder.path, None)
    assert tell_all(workspace) == Delivery(0, 0)
    folder.declarations[2]["seed_units"] = "10"
    verify_intake(workspace, folder.write(), None)
    assert tell_all(workspace) == Delivery(1, 0)
    folder.declarations[2]["seed_units"] = "15"
    verify_intake(workspace, folder.write(), None)
    assert tell_all(workspace) == Delivery(1, 0)
    subjects = [letter["Subject"].split(": ")[1] for letter in _eml(workspace) if "D3" in letter["Subject"]]
    assert subjects == ["sprawdza pracownik", "potwierdzone", "sprawdza pracownik"]
    workspace.close()


def test_mail_goes_through_smtp_and_waits_while_it_refuses(folder: IntakeFolder, mailbox: tuple[Mailbox, int]) -> None:
    box, port = mailbox
    box.refuse = True
    workspace = _open(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", public_url="https://klos.example")
    verify_intake(workspace, folder.write(), None)
    assert tell_all(workspace) == Delivery(0, 3)
    assert tell_all(workspace) == Delivery(0, 0), "not before its time"
    box.refuse = False
    _due_again(workspace)
    assert deliver_due(workspace) == Delivery(3, 0)
    _due_again(workspace)
    assert deliver_due(workspace) == Delivery(0, 0)
    assert {letter["To"] for letter in box.letters} == {"jan@example.org"}
    assert len({letter["Message-ID"] for letter in box.letters}) == 3
    assert "https://klos.example" in box.letters[0].get_content()
    workspace.close()


def test_a_refused_address_stays_out_of_the_log(
    folder: IntakeFolder, mailbox: tuple[Mailbox, int], capsys: pytest.CaptureFixture[str]
) -> None:
    box, port = mailbox
    box.unknown = True
    logs.set_up("warning")
    workspace = _open(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")
    verify_intake(workspace, folder.write(), None)
    assert tell_all(workspace) == Delivery(0, 3)
    told = capsys.readouterr().err
    assert "message_failed" in told and "SMTPRecipientsRefused" in told
    assert "example.org" not in told
    workspace.close()


def test_the_hook_is_signed_and_repeated_under_one_id(folder: IntakeFolder, calls: Calls) -> None:
    calls.status = 503
    workspace = _open(hook_url=calls.url, hook_secret=SecretStr(SECRET))
    verify_intake(workspace, folder.write(), None)
    assert tell_all(workspace).failed == 3
    calls.status = 204
    _due_again(workspace)
    assert deliver_due(workspace) == Delivery(3, 0)
    first, second = calls.got[:3], calls.got[3:]
    assert [headers["X-Klos-Event"] for headers, _ in first] == [headers["X-Klos-Event"] for headers, _ in second]
    for headers, body in calls.got:
        signed = headers["X-Klos-Timestamp"].encode() + b"." + body
        assert headers["X-Klos-Signature"] == "v1=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    event = json.loads(second[0][1])
    assert (event["declaration_id"], event["status"], event["confirmed_units"]) == ("D1", "confirmed", "40")
    assert not any(word in body.decode() for _, body in calls.got for word in ("Żuk", "example.org", "1234563218"))
    workspace.close()


def test_a_redirect_is_not_followed(folder: IntakeFolder, calls: Calls) -> None:
    calls.status = 307
    workspace = _open(hook_url=calls.url, hook_secret=SecretStr(SECRET))
    verify_intake(workspace, folder.write(), None)
    assert tell_all(workspace).failed == 3
    assert len(calls.got) == 3
    workspace.close()


def test_what_never_succeeds_is_given_up(folder: IntakeFolder) -> None:
    workspace = _open(hook_url="http://127.0.0.1:9/", hook_secret=SecretStr(SECRET))
    verify_intake(workspace, folder.write(), None)
    tell_all(workspace)
    for _ in range(7):
        _due_again(workspace)
        assert deliver_due(workspace).failed == 3
    _due_again(workspace)
    assert deliver_due(workspace) == Delivery(0, 0)
    with workspace.reading() as work:
        hooks = [item for item in work.messages.all(1) if item.channel == "hook"]
    assert {item.state for item in hooks} == {MessageState.GIVEN_UP}
    assert all("refused" in item.error for item in hooks)
    workspace.close()


@pytest.mark.parametrize(
    "settings",
    [
        {"hook_url": "http://platform.example/"},
        {"hook_url": "http://platform.example/", "hook_secret": SecretStr("short")},
        {"hook_url": "file:///etc/passwd", "hook_secret": SecretStr(SECRET)},
        {"smtp_user": "klos"},
        {"smtp_user": "klos", "smtp_password": SecretStr("x"), "smtp_security": "none"},
    ],
)
def test_settings_that_would_be_unsafe_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(BadSettings):
        load_settings(**settings)
