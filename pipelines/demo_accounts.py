"""Accounts to try the pages with: one of each role, with a password made anew each time and written down nowhere."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass

from pipelines.accounts import add_account
from pipelines.texts import say
from pipelines.workspace import Workspace
from programme.errors import BadInput
from programme.users import Role
from storage.programmes import ProgrammeRef

PREFIX = "demo-"
# Nothing that looks like something else, so that it can be typed from a screen.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_NAMES = {
    Role.REVIEWER: "reviewer",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
    Role.PARTICIPANT: "rolnik",
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account just made. `participant_id` is whose it is, for the role participant."""

    name: str
    role: Role
    password: str
    participant_id: str | None


def make_demo_accounts(workspace: Workspace) -> list[DemoAccount]:
    """One account a role, over the first programme; made before, they get the new password and their sign-ins end.

    The participant is the one with most to see. Raises BadInput where there is no programme or no participant.
    """
    with workspace.reading() as work:
        programme = next(iter(work.programmes.all()), None)
        if programme is None:
            raise BadInput(say("no_programme"))
        participant_id = _busiest(workspace, programme)
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3))
    made = []
    for role, name in _NAMES.items():
        own = participant_id if role is Role.PARTICIPANT else None
        add_account(workspace, PREFIX + name, role, password, programme, own)
        made.append(DemoAccount(PREFIX + name, role, password, own))
    return made


def _busiest(workspace: Workspace, programme: ProgrammeRef) -> str:
    """The participant with the most different outcomes, then with the most claims."""
    with workspace.reading() as work:
        claims = work.messages.claims_now(programme.id)
    if not claims:
        raise BadInput(say("claims_none"))
    many = Counter(claim.participant_id for claim in claims)
    outcomes = {key: {(c.decision, c.case) for c in claims if c.participant_id == key} for key in many}
    return min(many, key=lambda key: (-len(outcomes[key]), -many[key], key))
