"""Accounts over a real database: passwords, lock-out, expiry, the cookie's one-time code, the command."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from pipelines import accounts
from pipelines.accounts import (
    FREE_FAILURES,
    Refused,
    SignedIn,
    add_account,
    exchange_code,
    identity_expired,
    sign_in,
    sign_in_configured,
    sign_out,
    user_of,
    user_of_identity,
)
from pipelines.batch import verify_intake
from pipelines.demo_accounts import make_demo_accounts
from pipelines.review_door import check_host
from pipelines.settings import load_settings
from pipelines.workspace import Workspace
from programme.errors import BadInput, BadSettings
from programme.users import Role, User
from storage.columns import now
from storage.programmes import ProgrammeRef
from tests.pipelines.build import two_years

PASSWORD = "rzepak-zimowy-7"


@pytest.fixture
def programme(workspace: Workspace, tmp_path: Path) -> ProgrammeRef:
    verify_intake(workspace, two_years(tmp_path / "intake").write(), None)
    with workspace.reading() as work:
        return work.programmes.all()[0]


def _signed(workspace: Workspace, name: str = "ewa") -> SignedIn:
    result = sign_in(workspace, name, PASSWORD)
    assert isinstance(result, SignedIn)
    return result


def _shift(workspace: Workspace, table: str, column: str, by: timedelta) -> None:
    with workspace.engine.begin() as connection:
        moment = (now() + by).replace(tzinfo=None).isoformat(" ")
        connection.execute(text(f"UPDATE {table} SET {column} = :moment"), {"moment": moment})


def test_the_right_password_signs_in_and_no_other(workspace: Workspace) -> None:
    assert not sign_in_configured(workspace)
    assert add_account(workspace, " Ewa ", Role.REVIEWER, PASSWORD)
    assert sign_in_configured(workspace)
    user = user_of(workspace, _signed(workspace, "EWA").token)
    assert user is not None
    assert (user.name, user.role, user.may_decide) == ("ewa", Role.REVIEWER, True)
    for name, password in (("ewa", PASSWORD + "x"), ("ewa", ""), ("nikt", PASSWORD), ("ewa", "x" * 5000)):
        assert sign_in(workspace, name, password) == Refused(accounts.Refusal.WRONG)


def test_nothing_secret_is_kept_as_it_is(workspace: Workspace) -> None:
    add_account(workspace, "ewa", Role.REVIEWER, PASSWORD)
    signed = _signed(workspace)
    cookie = exchange_code(workspace, signed.code)
    assert cookie is not None
    workspace.engine.dispose()
    kept = b"".join(path.read_bytes() for path in workspace.settings.folder.glob("klos.db*"))
    assert b"$argon2id$" in kept
    for secret in (PASSWORD, signed.token, cookie[0]):
        assert secret.encode() not in kept


def test_failures_lock_longer_and_longer(workspace: Workspace) -> None:
    add_account(workspace, "ewa", Role.REVIEWER, PASSWORD)
    for _ in range(FREE_FAILURES - 1):
        assert sign_in(workspace, "ewa", "zle") == Refused(accounts.Refusal.WRONG)
    assert sign_in(workspace, "ewa", "zle") == Refused(accounts.Refusal.LOCKED, 1)
    locked = sign_in(workspace, "ewa", PASSWORD)
    assert isinstance(locked, Refused), "not even the right password, so that guessing tells nothing"
    _shift(workspace, "account", "locked_until", timedelta(seconds=-1))
    assert sign_in(workspace, "ewa", "zle") == Refused(accounts.Refusal.LOCKED, 2)
    _shift(workspace, "account", "locked_until", timedelta(seconds=-1))
    _signed(workspace)
    assert sign_in(workspace, "ewa", "zle") == Refused(accounts.Refusal.WRONG), "a right one starts the count anew"


def test_many_guesses_at_one_moment_are_no_more_guesses(workspace: Workspace) -> None:
    add_account(workspace, "ewa", Role.REVIEWER, PASSWORD)
    with ThreadPoolExecutor(10) as pool:
        results = list(pool.map(lambda _: sign_in(workspace, "ewa", "zgadywane-1"), range(10)))
    wrong = [result for result in results if result == Refused(accounts.Refusal.WRONG)]
    assert len(wrong) == FREE_FAILURES - 1, "the others were locked out before their password was looked at"


def test_the_organisations_word_grows_old(workspace: Workspace) -> None:
    moment = now().timestamp()
    hours = workspace.settings.session_hours * 3600
    assert not identity_expired(workspace, moment - hours + 60)
    assert identity_expired(workspace, moment - hours - 60)
    assert identity_expired(workspace, None)


def test_accounts_to_try_have_a_password_nobody_knows_before(workspace: Workspace, programme: ProgrammeRef) -> None:
    made, again = make_demo_accounts(workspace), make_demo_accounts(workspace)
    assert {account.role for account in made} == set(Role)
    assert made[0].password != again[0].password
    farmer = next(account for account in again if account.role is Role.PARTICIPANT)
    assert farmer.participant_id == "P1", "who has claims to look at"
    assert isinstance(sign_in(workspace, farmer.name, farmer.password), SignedIn)
    assert isinstance(sign_in(workspace, farmer.name, made[0].password), Refused)


def test_a_sign_in_ends_by_age_idleness_and_sign_out(workspace: Workspace) -> None:
    add_account(workspace, "ewa", Role.REVIEWER, PASSWORD)
    signed = _signed(workspace)
    _shift(workspace, "sign_in", "seen_at", timedelta(hours=-1))
    assert user_of(workspace, signed.token) is not None, "and is noted as seen"
    _shift(workspace, "sign_in", "seen_at", timedelta(hours=-3))
    assert user_of(workspace, signed.token) is None
    signed = _signed(workspace)
    _shift(workspace, "sign_in", "expires_at", timedelta(seconds=-1))
    assert user_of(workspace, signed.token) is None
    signed = _signed(workspace)
    cookie = exchange_code(workspace, signed.code)
    assert cookie is not None
    sign_out(workspace, signed.token)
    assert user_of(workspace, signed.token) is None
    assert user_of(workspace, cookie[0]) is None
    assert user_of(workspace, "zgadywany") is None


def test_the_cookies_code_works_once_and_not_late(workspace: Workspace) -> None:
    add_account(workspace, "ewa", Role.REVIEWER, PASSWORD)
    signed = _signed(workspace)
    found = exchange_code(workspace, signed.code)
    assert found is not None
    assert user_of(workspace, found[0]) == user_of(workspace, signed.token)
    assert 0 < found[1] <= 10 * 3600
    assert exchange_code(workspace, signed.code) is None
    late = _signed(workspace)
    _shift(workspace, "sign_in", "code_until", timedelta(seconds=-1))
    assert exchange_code(workspace, late.code) is None


def test_a_changed_account_is_signed_out_everywhere(workspace: Workspace) -> None:
    add_account(workspace, "ewa", Role.REVIEWER, PASSWORD)
    signed = _signed(workspace)
    assert not add_account(workspace, "ewa", Role.AUDITOR, PASSWORD)
    assert user_of(workspace, signed.token) is None
    user = user_of(workspace, _signed(workspace).token)
    assert user is not None
    assert not user.may_decide


@pytest.mark.parametrize(
    "password", ["krótkie", "aaaaaaaaaaaa", "password123", "Haslo12345", "ewa.nowak2025", "x" * 201]
)
def test_weak_passwords_are_refused(workspace: Workspace, password: str) -> None:
    with pytest.raises(BadInput):
        add_account(workspace, "ewa.nowak@example.org", Role.REVIEWER, password)
    assert not sign_in_configured(workspace)


@pytest.mark.parametrize("name", ["", "a", "a b", "<script>", "x" * 101, "a\nb"])
def test_odd_names_are_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(BadInput):
        add_account(workspace, name, Role.REVIEWER, PASSWORD)


def test_a_participants_account_needs_a_participant(workspace: Workspace, programme: ProgrammeRef) -> None:
    for role, ref, participant in (
        (Role.PARTICIPANT, programme, None),
        (Role.PARTICIPANT, None, "P1"),
        (Role.PARTICIPANT, programme, "P77"),
        (Role.REVIEWER, programme, "P1"),
    ):
        with pytest.raises(BadInput):
            add_account(workspace, "jan", role, PASSWORD, ref, participant)
    add_account(workspace, "jan", Role.PARTICIPANT, PASSWORD, programme, "P1")
    user = user_of(workspace, _signed(workspace, "jan").token)
    assert user == User("jan", Role.PARTICIPANT, user.account_id if user else None, programme.id, "P1")
    with workspace.reading() as work:
        assert {event.actor for event in work.audit.events() if event.action == "signed_in"} == {"participant/P1"}


def test_an_account_of_the_organisations_own_sign_in_has_no_password(workspace: Workspace) -> None:
    add_account(workspace, "ewa@example.org", Role.REVIEWER, None)
    assert sign_in(workspace, "ewa@example.org", "") == Refused(accounts.Refusal.WRONG)
    user = user_of_identity(workspace, "Ewa@Example.org")
    assert user is not None
    assert user.role is Role.REVIEWER
    assert user_of_identity(workspace, "obcy@example.org") is None


def test_without_accounts_only_this_computer_is_served(workspace: Workspace) -> None:
    assert check_host(workspace, "127.0.0.1") is False
    with pytest.raises(BadInput):
        check_host(workspace, "0.0.0.0")
    add_account(workspace, "ewa", Role.REVIEWER, PASSWORD)
    assert check_host(workspace, "0.0.0.0") is True


def test_the_command_opens_no_page_to_the_network_without_accounts(workspace: Workspace) -> None:
    from cli import app

    result = CliRunner().invoke(app, ["ui", "--host", "0.0.0.0"])
    assert result.exit_code == 1
    assert "0.0.0.0" in result.stderr
    assert "klos user add" in result.stderr


def test_settings_of_sign_in_come_whole() -> None:
    with pytest.raises(BadSettings, match="oidc_client_id"):
        load_settings(oidc_metadata_url="https://login.example.org/.well-known/openid-configuration")


def test_the_command_makes_accounts(workspace: Workspace, programme: ProgrammeRef) -> None:
    import typer

    from cli_users import add_commands

    app = typer.Typer()
    add_commands(app)

    def run(*words: str, password: str = PASSWORD) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["user", "add", *words, "--password-stdin"], input=password + "\n")
        return result.exit_code, result.stdout

    assert run("jan", "--role", "participant", "--participant", "P1") == (0, "")
    assert run("ewa", "--role", "reviewer") == (0, "")
    assert run("ewa", "--role", "king")[0] == 2
    assert run("ola", "--role", "reviewer", password="krótkie")[0] == 1
    assert run("ola", "--role", "participant")[0] == 1
    assert run("ola", "--role", "participant", "--participant", "P99")[0] == 1
    _signed(workspace, "jan")
    _signed(workspace, "ewa")
