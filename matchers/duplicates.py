"""The same invoice, file or sheet in another claim, or twice in one: of two claims the later is the duplicate."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from matchers.case import Case
from matchers.evidence import Result, failed, passed
from matchers.marks import Marks, Sheet
from matchers.numbers import same_number
from matchers.quantity import eligible_units
from programme.formats import plain
from programme.verdicts import Code


@dataclass
class Ledger:
    """The marks of all claims seen so far, in declaration order."""

    _keys: dict[str, list[Marks]] = field(default_factory=lambda: defaultdict(list))
    _numbers: dict[str, list[tuple[str, Marks]]] = field(default_factory=lambda: defaultdict(list))
    _sheets: dict[str, list[tuple[Sheet, Marks]]] = field(default_factory=lambda: defaultdict(list))

    def by_keys(self, keys: Iterable[str]) -> list[Marks]:
        """Earlier claims that bear one of `keys`, in the order they count."""
        return _ordered(marks for key in keys for marks in self._keys.get(key, ()))

    def by_numbers(self, marks: Marks) -> list[Marks]:
        """Earlier claims on one of the same invoice numbers of the same seller."""
        return _ordered(
            earlier
            for mark in marks.numbers
            for number, earlier in self._numbers.get(mark.key, ())
            if same_number(number, mark.number)
        )

    def same_sheets(self, marks: Marks, distance: int) -> list[tuple[str, Marks]]:
        """(document of this claim, earlier claim) where a page is the same sheet by looks and by content."""
        found = []
        for sheet in marks.sheets:
            alike = {id(entry[0]): entry for anchor in sheet.anchors for entry in self._sheets.get(anchor, ())}
            found += [
                (sheet.document, earlier)
                for other, earlier in alike.values()
                if _bits_apart(sheet, other) <= distance and not _surely_differ(sheet, other)
            ]
        return sorted(found, key=lambda pair: (pair[0], _place(pair[1])))

    def add(self, marks: Marks) -> None:
        for key in marks.keys | marks.contents | marks.files:
            self._keys[key].append(marks)
        for mark in marks.numbers:
            self._numbers[mark.key].append((mark.number, marks))
        for sheet in marks.sheets:
            for anchor in sheet.anchors:
                self._sheets[anchor].append((sheet, marks))


def order_key(declaration_id: str) -> tuple[tuple[int, int | str], ...]:
    """Declaration ids in order, numbers in them as numbers: D2 before D10."""
    parts = re.findall(r"\d+|\D+", declaration_id)
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts)


def check_duplicates(case: Case, marks: Marks, earlier: Ledger) -> list[Result]:
    """Whether an earlier claim bears one of this claim's marks, or the claim itself has one purchase twice."""
    results = []
    files = earlier.by_keys(marks.files)
    if files:
        copied = [d.name for d in case.claim.documents if d.content_key and earlier.by_keys([f"file:{d.content_key}"])]
        message = f"Ten sam plik jest w zgłoszeniu {files[0].declaration_id}{_whose(case, files[0])}."
        name = copied[0] if copied else None
        results.append(failed("duplicates", Code.DUPLICATE_DOCUMENT, message, document=name))
    sheets = earlier.same_sheets(marks, case.thresholds.sheet_distance)
    if sheets and not files:
        name, other = sheets[0]
        message = f"Ta sama kartka jest sfotografowana w zgłoszeniu {other.declaration_id}{_whose(case, other)}."
        results.append(failed("duplicates", Code.DUPLICATE_DOCUMENT, message, document=name))
    same = _ordered([*earlier.by_numbers(marks), *earlier.by_keys(marks.keys), *files])
    alike = [other for other in earlier.by_keys(marks.contents) if _share_a_purchase(marks, other)]
    if same:
        results.append(_duplicate(case, same))
    elif alike or sheets:
        other = alike[0] if alike else sheets[0][1]
        message = (
            f"Ten sam zakup (sprzedawca, nabywca lub gospodarstwo, data i kwota lub towar) jest w zgłoszeniu"
            f" {other.declaration_id}{_whose(case, other)}, pod innym lub inaczej odczytanym numerem."
        )
        results.append(failed("duplicates", Code.DUPLICATE_INVOICE, message, found=other.declaration_id))
    results += _twice_within(marks)
    return results or [passed("duplicates", "faktury nie ma w żadnym wcześniejszym zgłoszeniu")]


def _duplicate(case: Case, earlier: Sequence[Marks]) -> Result:
    """The invoice's units are given out in the order of claims; what is left may be nothing."""
    units = eligible_units(case)
    taken = sum((marks.declared_units for marks in earlier), Decimal(0))
    left = max(units - taken, Decimal(0)) if units is not None else None
    names = ", ".join(marks.declaration_id for marks in earlier)
    message = f"Ta faktura jest już w zgłoszeniu {names}{_whose(case, *earlier)}"
    message += f"; z jej ilości zostaje {plain(left)} j.s." if left is not None else "."
    document = case.claim.documents[0].name if case.claim.documents else None
    found = earlier[0].declaration_id
    return failed("duplicates", Code.DUPLICATE_INVOICE, message, found=found, document=document)


def _share_a_purchase(marks: Marks, other: Marks) -> bool:
    return any(own.is_one_purchase_with(theirs) for own in marks.invoices for theirs in other.invoices)


def _twice_within(marks: Marks) -> list[Result]:
    """Two invoices of one claim that are one purchase: zeroed and issued again, or read under two numbers."""
    for first, second in combinations(marks.invoices, 2):
        if first.is_one_purchase_with(second):
            message = f"Dokumenty {first.name} i {second.name} wyglądają na ten sam zakup pod dwoma numerami."
            return [failed("duplicates", Code.DUPLICATE_INVOICE, message, document=second.name)]
    return []


def _whose(case: Case, *earlier: Marks) -> str:
    """Whether another participant is concerned; never who."""
    strangers = any(marks.participant_id != case.declaration.participant_id for marks in earlier)
    return " innego uczestnika" if strangers else " tego samego uczestnika"


def _bits_apart(one: Sheet, other: Sheet) -> int:
    """Bits in which two fingerprints differ; fingerprints of different length are of different kinds."""
    if len(one.fingerprint) != len(other.fingerprint):
        return 10_000
    return (int(one.fingerprint, 16) ^ int(other.fingerprint, 16)).bit_count()


def _surely_differ(one: Sheet, other: Sheet) -> bool:
    """Whether the content surely says two papers: sheets of one layout look alike, whatever stands on them.

    A number misread the same way twice is as rare as a date; another buyer's NIP passed its check digit.
    """
    if one.buyer_nip and other.buyer_nip and one.buyer_nip != other.buyer_nip:
        return True
    numbers = one.number is not None and other.number is not None and not same_number(one.number, other.number)
    dates = one.issued is not None and other.issued is not None and one.issued != other.issued
    return numbers and dates


def _place(marks: Marks) -> tuple[tuple[tuple[int, int | str], ...], str]:
    return order_key(marks.declaration_id), marks.declaration_id


def _ordered(found: Iterable[Marks]) -> list[Marks]:
    unique = {marks.declaration_id: marks for marks in found}
    return sorted(unique.values(), key=_place)


def in_order(cases: Sequence[Case]) -> list[Case]:
    """Cases as claims count: by turn, then by declaration id."""
    return sorted(
        cases,
        key=lambda case: (
            case.claim.turn,
            order_key(case.declaration.declaration_id),
            case.declaration.declaration_id,
        ),
    )
