"""Claims that arrive in batches, read in this process: the same claims in any order must end alike."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from extractors.reading import read_document
from pipelines.extraction import pending, reader_version
from pipelines.intake import load_intake
from pipelines.points import book_points
from pipelines.verification import verify_programme
from pipelines.workspace import Workspace
from programme.invoices import Invoice
from storage.documents import StoredExtraction
from storage.programmes import ProgrammeRef
from tests.pipelines.build import IntakeFolder, intake, invoice_xml


@lru_cache(maxsize=256)
def _read(data: bytes) -> Invoice:
    return read_document(data).invoice


def run(workspace: Workspace, folder: IntakeFolder) -> ProgrammeRef:
    """One batch: load, read, decide, book."""
    programme = load_intake(workspace, folder.write()).programme
    for sha256 in pending(workspace, programme.id):
        invoice = _read(workspace.objects.get(sha256))
        with workspace.work() as work:
            work.documents.put_extraction(StoredExtraction(sha256, reader_version(), invoice))
            work.commit()
    verify_programme(workspace, programme)
    book_points(workspace, programme)
    return programme


def correction_xml(number: str, corrected: str, before: str, after: str, day: str = "2025-10-20") -> bytes:
    """A correction of invoice `corrected` from `before` to `after` units, with both states."""
    text = invoice_xml(number, after, day).decode()
    what = (
        "<RodzajFaktury>KOR</RodzajFaktury><DaneFaKorygowanej><DataWystFaKorygowanej>2025-09-12"
        f"</DataWystFaKorygowanej><NrFaKorygowanej>{corrected}</NrFaKorygowanej><NrKSeFN>1</NrKSeFN>"
        "</DaneFaKorygowanej>"
    )
    row = text[text.index("<FaWiersz>") : text.index("</FaWiersz>") + len("</FaWiersz>")]
    old = row.replace(f"<P_8B>{after}<", f"<P_8B>{before}<").replace("</P_12>", "</P_12><StanPrzed>1</StanPrzed>")
    return text.replace("<RodzajFaktury>VAT</RodzajFaktury>", what).replace(row, old + row).encode()


def everything(path: Path) -> IntakeFolder:
    """Honest claims, duplicates of other people and years, a split, corrections before and after their invoice."""
    folder = intake(path)
    folder.claim("D01", "FV 1/2025", "40")
    folder.claim("D02", "FV 2/2024", "20", year="2024", invoice_date="2024-09-12")
    folder.documents["D02.xml"] = invoice_xml("FV 2/2024", "20", "2024-09-12")
    folder.claim("D03", "FV 1/2025", "40", participant_id="P2")
    folder.claim("D04", "fv-1-2025", "40")
    folder.documents["D04.xml"] += b"\n"  # the same invoice in other bytes
    folder.claim("D05", "FV 5/2025", "15")
    folder.documents["D05.xml"] = invoice_xml("FV 5/2025", "10")
    folder.claim("D06", "FV 6/2025", "30")
    folder.claim("D07", "KOR 1/2025", "12", invoice_date="2025-10-20")
    folder.documents["D07.xml"] = correction_xml("KOR 1/2025", "FV 6/2025", "30", "12")
    folder.claim("D08", "KOR 2/2025", "0.5", invoice_date="2025-10-20")
    folder.documents["D08.xml"] = correction_xml("KOR 2/2025", "FV 9/2025", "22", "11")
    folder.claim("D09", "FV 9/2025", "22")
    folder.claim("D10", "FV 10/2025", "24")
    folder.declarations[-1]["seed_units"] = "12"
    folder.claim("D11", "FV 10/2025", "24")
    folder.declarations[-1]["seed_units"] = "12"
    folder.claim("D12", "FV 12/2025", "18")
    return folder


def arrive(workspace: Workspace, folder: IntakeFolder, batches: Sequence[Sequence[str]]) -> ProgrammeRef:
    """Run after each batch, with the claims that have arrived by then."""
    every, documents = folder.declarations, folder.documents
    arrived: set[str] = set()
    programme = None
    for batch in batches:
        arrived |= set(batch)
        folder.declarations = [row for row in every if row["declaration_id"] in arrived]
        folder.documents = {name: data for name, data in documents.items() if name.split(".")[0] in arrived}
        programme = run(workspace, folder)
    folder.declarations, folder.documents = every, documents
    assert programme is not None
    return programme


def outcome(workspace: Workspace, programme: ProgrammeRef) -> tuple[dict[str, object], dict[str, dict[int, Decimal]]]:
    """Decision, units and codes of every claim; and the ledger's units by participant and year, none left out."""
    with workspace.reading() as work:
        decisions: dict[str, object] = {
            stored.verdict.declaration_id: (
                stored.verdict.decision.value,
                stored.verdict.verified_units,
                sorted({item.code.value for item in stored.verdict.discrepancies}),
            )
            for stored in work.decisions.current(programme.id)
        }
        units = work.ledger.units(programme.id)
    return decisions, {
        person: {year: value for year, value in years.items() if value} for person, years in units.items()
    }
