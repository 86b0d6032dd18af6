"""The same invoice or file in another claim: of two, the later declaration is the duplicate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from matchers.assembly import AssembledInvoice
from matchers.case import Case
from matchers.evidence import Result, failed, is_sure, passed
from matchers.numbers import same_number
from matchers.quantity import eligible_units
from programme.formats import plain
from programme.identifiers import fold_invoice_number, parse_ksef_number
from programme.verdicts import Code


@dataclass(frozen=True, slots=True)
class Marks:
    """What identifies a claim's invoices and files, for comparison with other claims."""

    declaration_id: str
    participant_id: str
    declared_units: Decimal
    invoices: frozenset[str]  # seller NIP + kind + folded number; KSeF numbers; XML hashes
    contents: frozenset[str]  # seller, buyer, issue date and gross total: one invoice under a misread number
    files: frozenset[str]  # SHA-256 of the uploads


@dataclass
class Ledger:
    """The marks of all claims seen so far, in declaration order."""

    first: dict[str, Marks] = field(default_factory=dict)

    def find(self, keys: frozenset[str]) -> Marks | None:
        """The earliest claim that bears one of `keys`."""
        found = [self.first[key] for key in keys if key in self.first]
        return min(found, key=lambda marks: order_key(marks.declaration_id)) if found else None

    def add(self, marks: Marks) -> None:
        for key in marks.invoices | marks.contents | marks.files:
            self.first.setdefault(key, marks)


def order_key(declaration_id: str) -> tuple[tuple[int, int | str], ...]:
    """Declaration ids in order, numbers in them as numbers: D2 before D10."""
    parts = re.findall(r"\d+|\D+", declaration_id)
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts)


def marks_of(case: Case) -> Marks:
    """A claim's marks: what was read, and what was declared where the reading does not surely say otherwise."""
    invoices: set[str] = set()
    contents: set[str] = set()
    for invoice in case.invoices:
        invoices |= _read_keys(case, invoice)
        contents |= _content_keys(invoice)
    invoices |= _declared_keys(case)
    files = {f"file:{document.sha256}" for document in case.claim.documents if document.sha256}
    declaration = case.declaration
    return Marks(
        declaration.declaration_id,
        declaration.participant_id,
        declaration.seed_units,
        frozenset(invoices),
        frozenset(contents),
        frozenset(files),
    )


def check_duplicates(case: Case, marks: Marks, earlier: Ledger) -> list[Result]:
    """Whether an earlier claim bears one of this claim's marks."""
    results = []
    same_file = earlier.find(marks.files)
    if same_file is not None:
        copied = [d.name for d in case.claim.documents if d.sha256 and f"file:{d.sha256}" in earlier.first]
        message = f"Ten sam plik jest w zgłoszeniu {same_file.declaration_id}."
        name = copied[0] if copied else None
        results.append(failed("duplicates", Code.DUPLICATE_DOCUMENT, message, document=name))
    same = earlier.find(marks.invoices) or same_file
    if same is not None:
        results.append(_duplicate(case, same))
    else:
        alike = earlier.find(marks.contents)
        if alike is not None:
            message = (
                f"Faktura o tym samym sprzedawcy, nabywcy, dacie i kwocie jest w zgłoszeniu {alike.declaration_id}."
            )
            results.append(failed("duplicates", Code.DUPLICATE_INVOICE, message, found=alike.declaration_id))
    return results or [passed("duplicates", "faktury nie ma w żadnym wcześniejszym zgłoszeniu")]


def _duplicate(case: Case, earlier: Marks) -> Result:
    units = eligible_units(case)
    left = max(units - earlier.declared_units, Decimal(0)) if units is not None else None
    message = f"Ta faktura jest już w zgłoszeniu {earlier.declaration_id}"
    if earlier.participant_id != case.declaration.participant_id:
        message += " innego uczestnika"
    message += f"; z jej ilości zostaje {plain(left)} j.s." if left is not None else "."
    document = case.claim.documents[0].name if case.claim.documents else None
    return failed(
        "duplicates", Code.DUPLICATE_INVOICE, message, found=earlier.declaration_id, document=document
    )  # fmt: skip


def _read_keys(case: Case, invoice: AssembledInvoice) -> set[str]:
    keys: set[str] = set()
    sellers = {sourced.value for sourced in invoice.all(lambda i: i.seller.nip)} or {case.declaration.seller_nip}
    for sourced in invoice.all(lambda i: i.invoice_number):
        keys |= {_key(seller, sourced.value) for seller in sellers}
    for sourced in invoice.all(lambda i: i.ksef_number):
        number = parse_ksef_number(sourced.value)
        if number is not None:
            keys.add(f"ksef:{number}")
    for document in invoice.documents:
        if document.invoice is not None and document.invoice.xml_sha256:
            keys.add(f"xml:{document.invoice.xml_sha256}")
    return keys


def _declared_keys(case: Case) -> set[str]:
    """The declared numbers too, unless every document surely bears another number."""
    numbers = [invoice.best(lambda i: i.invoice_number) for invoice in case.invoices]
    seller = case.declaration.seller_nip
    keys = set()
    for declared in case.declaration.invoice_numbers:
        refuted = bool(numbers) and all(
            read is not None and is_sure(read.field, case.thresholds) and not same_number(declared, read.value)
            for read in numbers
        )
        if not refuted:
            keys.add(_key(seller, declared))
    return keys


def _content_keys(invoice: AssembledInvoice) -> set[str]:
    seller = invoice.best(lambda i: i.seller.nip)
    buyer = invoice.best(lambda i: i.buyer.nip) or invoice.best(lambda i: i.buyer.name)
    issue = invoice.best(lambda i: i.issue_date)
    gross = invoice.best(lambda i: i.totals.gross)
    if seller is None or buyer is None or issue is None or gross is None:
        return set()
    return {f"content:{seller.value}:{buyer.value}:{issue.value.isoformat()}:{gross.value}"}


def _key(seller_nip: str, number: str) -> str:
    """KSeF's own key: seller, kind of invoice (only plain invoices come here) and number, folded for OCR."""
    return f"invoice:{seller_nip}:VAT:{fold_invoice_number(number)}"


def in_order(cases: Sequence[Case]) -> list[Case]:
    """Cases as claims count: by declaration id."""
    return sorted(cases, key=lambda case: (order_key(case.declaration.declaration_id), case.declaration.declaration_id))
