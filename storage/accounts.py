"""Accounts and sign-ins. Passwords come hashed, tokens are hashed here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from programme.users import Role, User
from storage.account_tables import AccountRow, SignInRow
from storage.columns import now


@dataclass(frozen=True, slots=True)
class Account:
    """A stored account. `failures` counts wrong passwords since the last right one."""

    user: User
    password_hash: str | None
    failures: int
    locked_until: datetime | None
    disabled: bool

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def role(self) -> Role:
        return self.user.role


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that was found by one of its tokens."""

    id: int
    account: Account
    seen_at: datetime
    expires_at: datetime


def token_hash(token: str) -> str:
    """SHA-256 in hex; enough for a token of 256 random bits, which nobody can guess."""
    return hashlib.sha256(token.encode()).hexdigest()


class Accounts:
    """Reads and writes accounts and sign-ins within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, user: User, password_hash: str | None) -> bool:
        """Make the account, or change role, belonging and password of the one of that name; True where it is new.

        A change ends the account's sign-ins and its lock-out.
        """
        row = self._row(user.name)
        new = row is None
        if row is None:
            row = AccountRow(name=user.name, role=user.role.value)
            self._session.add(row)
        else:
            self.end_all(row.id)
        row.role, row.programme_id, row.participant_id = user.role.value, user.programme_id, user.participant_id
        row.password_hash, row.failures, row.locked_until, row.disabled = password_hash, 0, None, False
        row.changed_at = now()
        self._session.flush()
        return new

    def get(self, name: str, for_update: bool = False) -> Account | None:
        """The account of that name; `for_update` keeps others from changing it until this unit of work ends."""
        query = select(AccountRow).where(AccountRow.name == name)
        row = self._session.scalar(query.with_for_update() if for_update else query)
        return None if row is None else self._account(row)

    def all(self) -> list[Account]:
        """By name."""
        return [self._account(row) for row in self._session.scalars(select(AccountRow).order_by(AccountRow.name))]

    def any(self) -> bool:
        """Whether there is an account that may sign in."""
        return bool(self._session.scalar(select(func.count(AccountRow.id)).where(~AccountRow.disabled)))

    def note_failure(self, account_id: int, failures: int, locked_until: datetime | None) -> None:
        row = self._by_id(account_id)
        row.failures, row.locked_until = failures, locked_until
        self._session.flush()

    def note_success(self, account_id: int, password_hash: str | None = None) -> None:
        """Forget failures; keep a hash made anew with stronger parameters, if given."""
        row = self._by_id(account_id)
        row.failures, row.locked_until = 0, None
        if password_hash is not None:
            row.password_hash = password_hash
        self._session.flush()

    def remove_of_participant(self, programme_id: int, participant_id: str) -> int:
        """Delete a participant's accounts and their sign-ins; how many."""
        query = select(AccountRow).where(
            AccountRow.programme_id == programme_id, AccountRow.participant_id == participant_id
        )
        rows = list(self._session.scalars(query))
        for row in rows:
            self.end_all(row.id)
            self._session.delete(row)
        self._session.flush()
        return len(rows)

    # -- sign-ins -----------------------------------------------------------------------------------------------

    def begin(self, account_id: int, token: str, code: str, code_until: datetime, expires_at: datetime) -> None:
        """Keep a sign-in under its page token, with a one-time code for the cookie."""
        self._session.execute(delete(SignInRow).where(SignInRow.expires_at < now()))
        row = SignInRow(
            account_id=account_id,
            token_hash=token_hash(token),
            code_hash=token_hash(code),
            code_until=code_until,
            expires_at=expires_at,
        )
        self._session.add(row)
        self._session.flush()

    def redeem(self, code: str, cookie: str) -> datetime | None:
        """Exchange a code, once, for `cookie`; the sign-in's expiry, or None for a code that is unknown or late."""
        query = select(SignInRow).where(SignInRow.code_hash == token_hash(code))
        row = self._session.scalar(query.with_for_update())
        if row is None or row.code_until is None or row.code_until < now():
            return None
        row.code_hash = row.code_until = None
        row.cookie_hash = token_hash(cookie)
        self._session.flush()
        return row.expires_at

    def find(self, token: str) -> SignIn | None:
        """The sign-in of a page token or cookie, expired or not."""
        hashed = token_hash(token)
        query = (
            select(SignInRow, AccountRow)
            .join(AccountRow, AccountRow.id == SignInRow.account_id)
            .where(or_(SignInRow.token_hash == hashed, SignInRow.cookie_hash == hashed))
        )
        found = self._session.execute(query).first()
        if found is None:
            return None
        return SignIn(found[0].id, self._account(found[1]), found[0].seen_at, found[0].expires_at)

    def seen(self, sign_in_id: int) -> None:
        row = self._session.get(SignInRow, sign_in_id)
        if row is not None:
            row.seen_at = now()

    def end(self, sign_in_id: int) -> None:
        self._session.execute(delete(SignInRow).where(SignInRow.id == sign_in_id))

    def end_all(self, account_id: int) -> None:
        """Sign the account out everywhere."""
        self._session.execute(delete(SignInRow).where(SignInRow.account_id == account_id))

    def _row(self, name: str) -> AccountRow | None:
        return self._session.scalar(select(AccountRow).where(AccountRow.name == name))

    def _by_id(self, account_id: int) -> AccountRow:
        row = self._session.get(AccountRow, account_id)
        if row is None:
            raise LookupError(f"account {account_id} is unknown")
        return row

    @staticmethod
    def _account(row: AccountRow) -> Account:
        user = User(row.name, Role(row.role), row.id, row.programme_id, row.participant_id)
        return Account(user, row.password_hash, row.failures, row.locked_until, row.disabled)
