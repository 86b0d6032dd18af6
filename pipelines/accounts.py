"""Accounts: passwords, sign-ins that expire, lock-out. Passwords are kept as argon2id hashes, tokens as SHA-256.

Rules after OWASP ASVS 2.1/3.3 and NIST SP 800-63B: length instead of composition, common and self-naming passwords
refused, the same answer and about the same time for an unknown name and for a wrong password.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from pipelines.texts import say
from pipelines.workspace import Workspace
from programme.errors import BadInput
from programme.users import Role, User
from storage.accounts import Account
from storage.columns import now
from storage.programmes import ProgrammeRef

if TYPE_CHECKING:
    from argon2 import PasswordHasher

PASSWORD_MIN = 10
PASSWORD_MAX = 200  # argon2 takes its time on what it is given
FREE_FAILURES = 5
LOCK_FIRST = timedelta(minutes=1)  # doubles with each further failure
LOCK_LONGEST = timedelta(hours=1)
SESSION_IDLE = timedelta(hours=2)
CODE_LIFE = timedelta(minutes=2)
_TOUCH = timedelta(minutes=1)  # how often "last seen" is written
_NAME = re.compile(r"[\w.@+-]{2,100}")
_COMMON = frozenset(
    (
        "1234567890", "0123456789", "12345678910", "qwertyuiop", "qwerty1234", "qwerty12345",
        "qwerty123456", "password12", "password123", "password1234", "passw0rd123", "haslo12345",
        "haslo123456", "polska1234", "polska12345", "zaq12wsxcde", "zaq1zaq1zaq1", "1q2w3e4r5t",
        "1qaz2wsx3edc", "administrator", "klosklosklos", "iloveyou123", "abcdefghij", "abcd123456",
        "aaaaaaaaaa",
    )
)  # fmt: skip


class Refusal(StrEnum):
    """Why a sign-in failed."""

    WRONG = "wrong"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that worked: the page's `token`, and a one-time `code` to exchange for the browser's cookie."""

    user: User
    token: str
    code: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A sign-in that did not work. `minutes` to wait where it is locked."""

    reason: Refusal
    minutes: int = 0


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()  # argon2id with RFC 9106's low-memory parameters


def sign_in_configured(workspace: Workspace) -> bool:
    """Whether anybody has to sign in: there is an account, or the organisation's own sign-in is set up."""
    if workspace.settings.oidc_metadata_url is not None:
        return True
    with workspace.reading() as work:
        return work.accounts.any()


def add_account(
    workspace: Workspace,
    name: str,
    role: Role,
    password: str | None,
    programme: ProgrammeRef | None = None,
    participant_id: str | None = None,
) -> bool:
    """Make an account, or give the one of that name a new role and password; True where it is new.

    `password` None: the account signs in through OIDC only, by its e-mail address as `name`. Raises BadInput for a
    name or password against the rules, and for a participant the programme does not know.
    """
    name = name.strip().lower()
    if not _NAME.fullmatch(name):
        raise BadInput(say("account_name_bad"))
    if role is Role.PARTICIPANT and (participant_id is None or programme is None):
        raise BadInput(say("account_needs_participant"))
    if role is not Role.PARTICIPANT and participant_id is not None:
        raise BadInput(say("account_no_participant"))
    if password is not None:
        check_password(password, name)
    hashed = None if password is None else _hasher().hash(password)
    with workspace.work() as work:
        if participant_id is not None and programme is not None:
            known = {person.participant_id for person in work.programmes.participants(programme.id)}
            if participant_id not in known - work.claims.erased(programme.id):
                raise BadInput(say("participant_unknown", value=participant_id))
        user = User(name, role, None, programme.id if programme else None, participant_id)
        new = work.accounts.put(user, hashed)
        details = {"role": role.value, "new": new}
        work.audit.record(user.programme_id, "klos", "account_changed", f"account/{user.actor}", details)
        work.commit()
    return new


def check_password(password: str, name: str) -> None:
    """Raises BadInput for a password that is short, long, common, or the name itself."""
    if len(password) < PASSWORD_MIN:
        raise BadInput(say("password_short", length=PASSWORD_MIN))
    if len(password) > PASSWORD_MAX:
        raise BadInput(say("password_long", length=PASSWORD_MAX))
    folded, own = password.casefold(), name.split("@")[0]
    if folded in _COMMON or len(set(folded)) < 4 or (len(own) > 3 and own in folded):
        raise BadInput(say("password_plain"))


def sign_in(workspace: Workspace, name: str, password: str) -> SignedIn | Refused:
    """Sign in with a local account. Attempts are counted in the database; after five each further one locks longer.

    An attempt is counted before its password is looked at, so that many at the same moment are not many guesses.
    """
    name = name.strip().lower()
    attempt = _attempt(workspace, name) if len(password) <= PASSWORD_MAX else None
    if isinstance(attempt, Refused):
        return attempt
    if attempt is None or attempt.account.password_hash is None:
        _verify(_decoy(), password[:PASSWORD_MAX])  # as slow as a wrong password
        return Refused(Refusal.WRONG)
    if not _verify(attempt.account.password_hash, password):
        return _failed(workspace, attempt)
    with workspace.work() as work:
        fresh = work.accounts.get(name, for_update=True)
        if fresh is None or fresh.user.account_id is None or fresh.password_hash != attempt.account.password_hash:
            return Refused(Refusal.WRONG)
        key = fresh.user.account_id
        again = _hasher().hash(password) if _hasher().check_needs_rehash(attempt.account.password_hash) else None
        work.accounts.note_success(key, again)
        signed = SignedIn(fresh.user, secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        expires = now() + timedelta(hours=workspace.settings.session_hours)
        work.accounts.begin(key, signed.token, signed.code, now() + CODE_LIFE, expires)
        work.audit.record(fresh.user.programme_id, fresh.user.actor, "signed_in", f"account/{fresh.user.actor}")
        work.commit()
    return signed


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A counted attempt. `lock` is how long the account is locked if the password is wrong."""

    account: Account
    lock: timedelta | None


def _attempt(workspace: Workspace, name: str) -> _Attempt | Refused | None:
    """Count an attempt as failed, until it is known not to be; None where there is no such account with a password."""
    with workspace.work() as work:
        account = work.accounts.get(name, for_update=True)
        if account is None or account.password_hash is None or account.disabled or account.user.account_id is None:
            return None
        if account.locked_until is not None and account.locked_until > now():
            wait = account.locked_until - now()
            return Refused(Refusal.LOCKED, int(wait.total_seconds() // 60) + 1)
        lock = _lock(account.failures + 1)
        until = None if lock is None else now() + lock
        work.accounts.note_failure(account.user.account_id, account.failures + 1, until)
        work.commit()
    return _Attempt(account, lock)


def _failed(workspace: Workspace, attempt: _Attempt) -> Refused:
    user = attempt.account.user
    with workspace.work() as work:
        work.audit.record(user.programme_id, "klos", "sign_in_failed", f"account/{user.actor}")
        work.commit()
    if attempt.lock is not None:
        return Refused(Refusal.LOCKED, int(attempt.lock.total_seconds() // 60))
    return Refused(Refusal.WRONG)


def _verify(hashed: str, password: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return _hasher().verify(hashed, password)
    except VerifyMismatchError:
        return False


@cache
def _decoy() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def _lock(failures: int) -> timedelta | None:
    over = failures - FREE_FAILURES
    return None if over < 0 else min(LOCK_FIRST * 2 ** min(over, 10), LOCK_LONGEST)


def user_of(workspace: Workspace, token: str) -> User | None:
    """Who holds this page token or cookie; None where the sign-in is unknown, has ended, or was idle too long."""
    with workspace.reading() as work:
        found = work.accounts.find(token)
    if found is None or found.account.disabled or found.expires_at < now():
        return None
    idle = now() - found.seen_at
    if idle > SESSION_IDLE:
        return None
    if idle > _TOUCH:
        with workspace.work() as work:
            work.accounts.seen(found.id)
            work.commit()
    return found.account.user


def identity_expired(workspace: Workspace, vouched_at: float | None) -> bool:
    """Whether the organisation's sign-in, vouched for at that moment (seconds since 1970), is too old to go on with.

    Streamlit keeps it in a cookie for thirty days; here it ends as every sign-in does.
    """
    if vouched_at is None:
        return True
    age = now().timestamp() - vouched_at
    return age > workspace.settings.session_hours * 3600


def user_of_identity(workspace: Workspace, email: str) -> User | None:
    """The account of a person whom the organisation's own sign-in vouches for. Roles are always from our tables."""
    with workspace.reading() as work:
        account = work.accounts.get(email.strip().lower())
    return None if account is None or account.disabled else account.user


def exchange_code(workspace: Workspace, code: str) -> tuple[str, int] | None:
    """The cookie for a one-time code and its life in seconds; None for a code that is unknown, used or late."""
    cookie = secrets.token_urlsafe(32)
    with workspace.work() as work:
        expires = work.accounts.redeem(code, cookie)
        if expires is None:
            return None
        work.commit()
    return cookie, max(int((expires - now()).total_seconds()), 0)


def sign_out(workspace: Workspace, token: str) -> None:
    """End the sign-in of this token or cookie; both stop working."""
    with workspace.work() as work:
        found = work.accounts.find(token)
        if found is not None:
            work.accounts.end(found.id)
            work.commit()
