"""Who acts: the people of an installation and what their role lets them do. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from programme.errors import KlosError


class Role(StrEnum):
    """What an account may do. The administrator may all that a reviewer may."""

    PARTICIPANT = "participant"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"  # sees what a reviewer sees, decides no case, keeps what the blind audit finds
    ADMINISTRATOR = "administrator"


STAFF = frozenset({Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR})
DECIDERS = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})


class NotAllowed(KlosError):
    """The acting user may not do this, or the thing is none of his; which of the two is never told."""

    def __init__(self, message: str = "Not allowed, or there is no such thing.") -> None:
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class User:
    """Who acts. `programme_id` None: staff of every programme; a participant always has programme and number.

    `account_id` is None for the local user of an installation without any sign-in.
    """

    name: str
    role: Role
    account_id: int | None = None
    programme_id: int | None = None
    participant_id: str | None = None

    @property
    def actor(self) -> str:
        """The name in the audit trail: a participant's number, which survives the erasure of his account."""
        return f"participant/{self.participant_id}" if self.role is Role.PARTICIPANT else self.name

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    @property
    def may_decide(self) -> bool:
        return self.role in DECIDERS

    def may_see(self, programme_id: int) -> bool:
        """Whether the programme is open to this user at all."""
        return self.programme_id is None or self.programme_id == programme_id


def require_staff(user: User, programme_id: int) -> None:
    """Raises NotAllowed unless `user` is staff (auditors too) of the programme."""
    if not (user.is_staff and user.may_see(programme_id)):
        raise NotAllowed


def require_decider(user: User, programme_id: int) -> None:
    """Raises NotAllowed unless `user` may decide in the programme."""
    if not (user.may_decide and user.may_see(programme_id)):
        raise NotAllowed


def require_participant(user: User) -> tuple[int, str]:
    """The programme and number of the participant who acts. Raises NotAllowed for anybody else."""
    if user.role is not Role.PARTICIPANT or user.programme_id is None or user.participant_id is None:
        raise NotAllowed
    return user.programme_id, user.participant_id
