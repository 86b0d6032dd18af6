"""A participant's claims made at the desk over the small intake of two years."""

from __future__ import annotations

from dataclasses import replace

from pipelines.claims_desk import Cells, Refused, Submitted, attach, open_draft, save_draft, submit
from pipelines.desk_worker import work_off
from pipelines.my_claims import ClaimView, my_claims
from pipelines.workspace import Workspace
from programme.users import Role, User
from storage.participant_claims import Draft
from storage.programmes import ProgrammeRef
from tests.pipelines.build import SELLER, invoice_xml

HONEST = Cells("2025", SELLER, "FV 7/2025", "2025-09-12", "20")
# An invoice P1 has claimed and got units for.
JANS = replace(HONEST, invoice_numbers="FV 1/2025", seed_units="40")
JANS_XML = invoice_xml("FV 1/2025", "40")


def the_programme(workspace: Workspace) -> ProgrammeRef:
    with workspace.reading() as work:
        return work.programmes.all()[0]


def participant(workspace: Workspace, participant_id: str) -> User:
    return User(f"user-{participant_id}", Role.PARTICIPANT, None, the_programme(workspace).id, participant_id)


def written(workspace: Workspace, user: User, cells: Cells, *documents: bytes) -> Draft:
    draft = open_draft(workspace, user)
    save_draft(workspace, user, draft.key, cells)
    for position, data in enumerate(documents):
        assert not isinstance(attach(workspace, user, draft.key, f"../../f{position}.exe", data), Refused)
    work_off(workspace)
    return open_draft(workspace, user)


def claimed(workspace: Workspace, user: User, cells: Cells = HONEST, *documents: bytes) -> str:
    draft = written(workspace, user, cells, *(documents or (invoice_xml("FV 7/2025"),)))
    result = submit(workspace, user, draft.key)
    assert isinstance(result, Submitted)
    work_off(workspace)
    return result.declaration_id


def claim_of(workspace: Workspace, user: User, declaration_id: str) -> ClaimView:
    """The claim as its participant sees it."""
    (view,) = (item for item in my_claims(workspace, user) if item.declaration.declaration_id == declaration_id)
    return view
