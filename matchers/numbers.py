"""Invoice numbers: every declared number has its document, every document's number is declared."""

from __future__ import annotations

from matchers.case import Case
from matchers.evidence import Result, carries_agreement, failed, passed, unsure
from programme.identifiers import has_foreign_letters, normalise_invoice_number, same_invoice_number
from programme.verdicts import Code


def same_number(one: str, other: str) -> bool:
    """Equal after normalising or folding; see `programme.identifiers.same_invoice_number`."""
    return normalise_invoice_number(one) == normalise_invoice_number(other) or same_invoice_number(one, other)


def check_numbers(case: Case) -> list[Result]:
    """Over all invoices of the claim at once."""
    if not case.invoices:
        return []
    declared = case.declaration.invoice_numbers
    results = []
    covered: set[str] = set()
    strangers = 0
    for invoice in case.invoices:
        read = invoice.best(lambda i: i.invoice_number)
        if read is None:
            strangers += 1
            message = "Nie odczytano numeru faktury."
            results.append(unsure("number", message, declared="; ".join(declared), document=invoice.name))
            continue
        match = next((number for number in declared if same_number(number, read.value)), None)
        if match is None:
            strangers += 1
            message = "Numer faktury nie jest zgłoszonym numerem."
            results.append(
                failed(
                    "number", Code.INVOICE_NUMBER_MISMATCH, message, declared="; ".join(declared), found=read.value,
                    at=read,
                )
            )  # fmt: skip
            continue
        covered.add(match)
        if has_foreign_letters(read.value):
            message = "Numer faktury zawiera znaki, których w numerach faktur nie ma."
            results.append(
                unsure("number", message, code=Code.INVOICE_NUMBER_MISMATCH, declared=match, found=read.value, at=read)
            )
        elif not carries_agreement(read.field, case.thresholds):
            message = "Numer faktury odczytano niepewnie."
            results.append(unsure("number", message, declared=match, found=read.value, at=read))
        else:
            results.append(passed("number", "numer faktury zgodny", found=read.value, at=read))
    for number in declared:
        if number in covered or (strangers and len(declared) == 1):
            continue
        code = Code.INVOICE_NUMBER_MISMATCH if strangers else Code.MISSING_DOCUMENT
        message = f"Żaden dokument nie jest fakturą {number}."
        results.append(failed("number", code, message, declared=number))
    return results
