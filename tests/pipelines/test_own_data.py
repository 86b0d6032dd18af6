"""A participant's own data: all of it to take away, and nothing of it left after an erasure, by whatever door."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from sqlalchemy import text

from pipelines.accounts import add_account
from pipelines.batch import verify_intake
from pipelines.claims_desk import attach, detach, open_draft, open_mending, submit
from pipelines.intake import load_intake
from pipelines.my_claims import my_claims
from pipelines.own_data import download, erase
from pipelines.programme_data import import_registry
from pipelines.redemption import redeem
from pipelines.workspace import Workspace
from programme.users import NotAllowed, Role, User
from storage import ObjectStore
from tests.pipelines.build import IntakeFolder, invoice_xml
from tests.pipelines.desk import HONEST, JANS, JANS_XML, claim_of, claimed, the_programme


def test_download_holds_everything(workspace: Workspace, jan: User) -> None:
    key = claimed(workspace, jan)
    with zipfile.ZipFile(io.BytesIO(download(workspace, jan))) as archive:
        data = json.loads(archive.read("data.json"))
        assert archive.read(f"documents/{key}-1.xml") == invoice_xml("FV 7/2025")
    assert data["participant"]["name"] == "Jan Żuk"
    assert [claim["declaration_id"] for claim in data["claims"]] == ["D1", "D2", "D3", key]
    assert len(data["ledger"]) == 3


def test_erasure_keeps_the_ledger_and_nothing_personal(
    workspace: Workspace, jan: User, anna: User, folder: IntakeFolder
) -> None:
    claimed(workspace, jan)
    open_draft(workspace, jan)
    erase(workspace, jan)
    with pytest.raises(NotAllowed):
        my_claims(workspace, jan)
    _nothing_personal(workspace)
    with workspace.reading() as work:
        assert work.ledger.units(1)["P1"] == {2024: Decimal(20), 2025: Decimal(60)}
    # Neither another run nor another load of the organiser's tables brings the data back or the points down.
    folder.claim("D4", "FV 4/2025", "20")
    verify_intake(workspace, folder.write(), None)
    _nothing_personal(workspace)
    with workspace.reading() as work:
        assert work.ledger.units(1)["P1"] == {2024: Decimal(20), 2025: Decimal(60)}
    # And the invoice that brought points brings none again.
    key = claimed(workspace, anna, JANS, JANS_XML)
    assert "Ta faktura została już zgłoszona." in claim_of(workspace, anna, key).reasons


def _nothing_personal(workspace: Workspace) -> None:
    with workspace.engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        dump = "\n".join(str(row) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}")))
    assert not any(word in dump for word in ("Żuk", "Łąki 3", "1234563218"))
    assert not any(b"1234563218" in workspace.objects.get(key) for key in workspace.objects.list())


def test_download_holds_what_counts_no_more_too(workspace: Workspace, jan: User, folder: IntakeFolder) -> None:
    """A claim's earlier version with its document, a claim the organiser withdrew, points given out, the account."""
    key = claimed(workspace, jan, replace(HONEST, seed_units="30"))
    draft = open_mending(workspace, jan, key)
    detach(workspace, jan, draft.key, draft.documents[0].sha256)
    attach(workspace, jan, draft.key, "f.xml", invoice_xml("FV 7/2025", "25"))
    submit(workspace, jan, draft.key)
    assert redeem(workspace, the_programme(workspace), "P1", "ewa").redemption is not None
    add_account(workspace, "jan@example.org", Role.PARTICIPANT, None, the_programme(workspace), "P1")
    folder.declarations = [row for row in folder.declarations if row["declaration_id"] != "D3"]
    verify_intake(workspace, folder.write(), None)
    with zipfile.ZipFile(io.BytesIO(download(workspace, jan))) as archive:
        data = json.loads(archive.read("data.json"))
        documents = [archive.read(name) for name in archive.namelist() if name.startswith("documents/")]
    versions = {claim["declaration_id"]: claim["versions"] for claim in data["claims"]}
    assert [item["seed_units"] for item in versions[key]] == ["30", "30"]
    assert [item["seed_units"] for item in versions["D3"]] == ["15"]
    assert {invoice_xml("FV 7/2025"), invoice_xml("FV 7/2025", "25"), invoice_xml("FV 3/2025", "10")} <= set(documents)
    assert [item["points"] for item in data["redemptions"]] == [1]
    assert [item["name"] for item in data["accounts"]] == ["jan@example.org"]


def test_an_imported_table_does_not_bring_erased_data_back(
    workspace: Workspace, jan: User, folder: IntakeFolder
) -> None:
    erase(workspace, jan)
    table = (folder.path / "participants.csv").read_bytes()
    admin = User("ewa", Role.ADMINISTRATOR)
    import_registry(workspace, admin, the_programme(workspace), "participants", "p.csv", table, keep=True)
    _nothing_personal(workspace)


@dataclass(frozen=True)
class _Slow(ObjectStore):
    """A store during whose first `put` something else happens."""

    store: ObjectStore
    meanwhile: list[Callable[[], None]]

    def put(self, data: bytes) -> str:
        key = self.store.put(data)
        if self.meanwhile:
            self.meanwhile.pop()()
        return key

    def get(self, key: str) -> bytes:
        return self.store.get(key)

    def head(self, key: str) -> int | None:
        return self.store.head(key)

    def list(self) -> Iterator[str]:
        return self.store.list()

    def delete(self, key: str) -> None:
        self.store.delete(key)


def test_data_erased_while_a_folder_is_loaded_do_not_come_back(
    workspace: Workspace, jan: User, folder: IntakeFolder
) -> None:
    """Storing thousands of files takes minutes; who has his data erased meanwhile is not loaded with the rest."""
    slow = _Slow(workspace.objects, [lambda: erase(workspace, jan)])
    folder.claim("D4", "FV 4/2025", "20")
    load_intake(replace(workspace, objects=slow), folder.write())
    _nothing_personal(workspace)
