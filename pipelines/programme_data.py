"""The programme's own data for its page: rules, partners, products, participants; and importing a registry."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.intake import without_erased
from pipelines.tables import read_registry
from pipelines.texts import say
from pipelines.workspace import Workspace
from programme.errors import MalformedTable, RowError
from programme.invoices import Crop
from programme.registry import Participant, Partner, Product
from programme.rules import ProgrammeRules
from programme.users import NotAllowed, Role, User, require_staff
from storage import UnitOfWork
from storage.programmes import Changes, ProgrammeRef

REGISTRIES = ("partners", "products", "participants")
ENDINGS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class ProgrammeData:
    """A programme as it stands; `rules_version` counts from 1."""

    rules: ProgrammeRules
    rules_version: int
    partners: tuple[Partner, ...]
    products: tuple[Product, ...]
    participants: tuple[Participant, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """What an import does or would do; with `errors` it does nothing."""

    changes: Changes
    errors: tuple[RowError, ...] = ()


def crop_word(crop: str) -> str:
    """A crop in the language spoken; an organiser's own word stays as it is."""
    return say(f"crop_{crop}") if crop in {item.value for item in Crop} else crop


def programme_data(workspace: Workspace, user: User, programme: ProgrammeRef) -> ProgrammeData:
    """Everything about `programme`. Raises NotAllowed for whoever is no staff."""
    require_staff(user, programme.id)
    with workspace.reading() as work:
        return ProgrammeData(
            programme.rules,
            programme.rules_version,
            tuple(work.programmes.partners(programme.id)),
            tuple(work.programmes.products(programme.id)),
            tuple(work.programmes.participants(programme.id)),
        )


def import_registry(
    workspace: Workspace, user: User, programme: ProgrammeRef, name: str, file_name: str, data: bytes, keep: bool
) -> Import:
    """Make the registry `name` what the table says: what it lists is added or changed, what it omits no longer counts.

    Without `keep` nothing is stored and the answer says what would change. Claims are decided anew in the next run.
    Data of participants who had them erased are not taken in again.
    Raises NotAllowed for anybody but the administrator.
    """
    if user.role is not Role.ADMINISTRATOR or not user.may_see(programme.id):
        raise NotAllowed
    try:
        values = _read(name, file_name, data)
    except MalformedTable as error:
        return Import(Changes(), error.errors)
    with workspace.work() as work:
        changes = _put(work, programme.id, name, values)
        if keep and changes:
            details = {
                "added": len(changes.added),
                "changed": len(changes.changed),
                "removed": len(changes.removed),
            }
            work.audit.record(programme.id, user.actor, f"{name}_imported", f"programme/{programme.slug}", details)
            work.commit()
    return Import(changes)


def _read(name: str, file_name: str, data: bytes) -> Sequence[Partner | Product | Participant]:
    """The uploaded name tells only CSV from a spreadsheet; the file is read under a name of ours."""
    ending = "xlsx" if file_name.lower().endswith(".xlsx") else "csv"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{name}.{ending}").write_bytes(data)
        return read_registry(Path(folder), name)


def _put(work: UnitOfWork, programme_id: int, name: str, values: Sequence[Partner | Product | Participant]) -> Changes:
    if name == "partners":
        return work.programmes.put_partners(programme_id, [item for item in values if isinstance(item, Partner)])
    if name == "products":
        return work.programmes.put_products(programme_id, [item for item in values if isinstance(item, Product)])
    people = [item for item in values if isinstance(item, Participant)]
    return work.programmes.put_participants(programme_id, without_erased(people, work.claims.erased(programme_id)))
