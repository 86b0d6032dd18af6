"""Does the document agree with itself: sums, traces of editing, KSeF number, QR code and XML?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from matchers.assembly import AssembledInvoice
from matchers.case import Case, is_picture
from matchers.evidence import Result, Sourced, carries_agreement, failed, is_sure, passed
from matchers.finding_texts import finding_facts, finding_text
from programme.formats import money, parse_decimal
from programme.gross import gross_of, is_alike
from programme.identifiers import (
    KSEF_TEST_HOSTS,
    KsefLink,
    KsefNumber,
    is_ksef_shaped,
    parse_ksef_link,
    parse_ksef_number,
)
from programme.invoices import Field, Source
from programme.verdicts import Code

# What no hexadecimal digit is, is surely misread; what is one, but looks like another, may be.
_NO_HEX = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "S": "5", "G": "6", "Z": "2"})
_AMOUNT = re.compile(r"\d{1,3}(?:[ .\u00a0]?\d{3})*,\d{2}\b")
_HEX_ALIKE = {"0": "D", "D": "0", "8": "B", "B": "8"}


def check_arithmetic(case: Case, invoice: AssembledInvoice) -> list[Result]:
    """Lines, VAT and totals agree wherever that could be tried; words agree with the total."""
    results = []
    for reading in invoice.readings:
        if reading.arithmetic(case.thresholds.rounding) is False:
            message = "Pozycje, VAT i sumy faktury nie zgadzają się ze sobą."
            name = reading.documents[0].name
            results.append(failed("arithmetic", Code.ARITHMETIC_MISMATCH, message, document=name))
    results = results or [passed("arithmetic", "nic w rachunku faktury sobie nie przeczy")]
    return [*results, *_check_words(case, invoice)]


def _check_words(case: Case, invoice: AssembledInvoice) -> list[Result]:
    words = invoice.best(lambda i: i.amount_in_words)
    gross = invoice.best(lambda i: i.totals.gross)
    if words is None or gross is None:
        return []
    lines = [line for _, line in invoice.readings[0].lines]
    adds_up = invoice.readings[0].arithmetic(case.thresholds.rounding) is True
    made = gross_of(lines) if adds_up else None
    if words.value == gross.value:
        return _check_lines(case, invoice, words, made, len(lines))
    if made is not None and is_alike(made, words.value, len(lines)) and not gross.field.witnesses:
        return []  # the figures were misread: lines and words say the same
    # Words are misread on pictures; where each was understood and the sum is well read, they contradict each other.
    sure = (
        words.field.confidence >= case.thresholds.words_confidence
        and carries_agreement(gross.field, case.thresholds)
        and not _is_printed(words.value, invoice)
    )
    message = "Kwota słownie jest inna niż kwota cyframi."
    said, written = money(words.value), money(gross.value)
    code = Code.TAMPERING_SUSPECTED if _stands_there(gross.field) else Code.UNREADABLE
    return [failed("words", code, message, declared=written, found=said, at=words, blocking=sure)]


def _check_lines(
    case: Case, invoice: AssembledInvoice, words: Sourced[Decimal], made: Decimal | None, lines: int
) -> list[Result]:
    """Figures and words say the same; lines that add up to another gross sum were changed after these were written.

    Of 750 honest invoices that name their sum in words none whose lines add up to the net total differed.
    """
    sure = words.field.confidence >= case.thresholds.words_confidence
    if made is None or not sure or is_alike(made, words.value, lines) or _is_printed(made, invoice):
        return []
    message = "Kwota brutto, cyframi i słownie, jest inna niż suma pozycji z podatkiem."
    said, counted = money(words.value), money(made)
    return [failed("words", Code.ARITHMETIC_MISMATCH, message, declared=counted, found=said, at=words)]


def _stands_there(field: Field[Decimal]) -> bool:
    """Whether a sum was read, or follows from others that prove it. One computed from an unproven net and tax, which
    stands nowhere, speaks of misreading when the words contradict it, not of a forger."""
    return field.box is not None or bool(field.witnesses)


def _is_printed(amount: Decimal, invoice: AssembledInvoice) -> bool:
    """Whether the amount stands on the invoice in figures: what is left to pay may be what the words say."""
    texts = [document.invoice.text for document in invoice.documents if document.invoice is not None]
    return any(parse_decimal(found) == amount for text in texts for found in _AMOUNT.findall(text))


def check_traces(case: Case) -> list[Result]:
    """Traces of editing on any document of the claim."""
    results = []
    for document in case.claim.documents:
        for finding in document.invoice.findings if document.invoice else ():
            blocking = finding.strength >= case.thresholds.finding_strength
            results.append(
                failed(
                    "traces", Code.TAMPERING_SUSPECTED, finding_text(finding.kind), found=finding_facts(finding),
                    document=document.name, page=finding.page, box=finding.box, blocking=blocking,
                    kind=f"finding.{finding.kind.value}", values=(("detail", finding.detail), *finding.values),
                )
            )  # fmt: skip
    return results or [passed("traces", "brak śladów przeróbek")]


def check_ksef(case: Case, invoice: AssembledInvoice) -> list[Result]:
    """KSeF number, QR code, XML and page agree with one another. A QR code alone is never a verdict."""
    results = [
        *_check_numbers(invoice),
        *_check_links(case, invoice),
        *_check_same_values(case, invoice),
        *_check_expected(case, invoice),
        *_check_schema(invoice),
    ]
    return results or [passed("ksef", "numer KSeF, kod QR i XML nie przeczą sobie ani fakturze")]


def _check_expected(case: Case, invoice: AssembledInvoice) -> list[Result]:
    """Since sellers must use KSeF, a paper without any KSeF mark is unusual; noted, as exceptions are lawful."""
    issue = invoice.best(lambda i: i.issue_date)
    marked = invoice.best(lambda i: i.ksef_number) is not None or any(_links(invoice))
    structured = any(reading.is_structured for reading in invoice.readings)
    if issue is None or issue.value < case.thresholds.ksef_expected_from or marked or structured:
        return []
    message = "Faktura z czasu obowiązkowego KSeF nie ma ani numeru KSeF, ani kodu QR."
    return [failed("ksef", Code.KSEF_MISMATCH, message, document=invoice.name, blocking=False)]


def _check_schema(invoice: AssembledInvoice) -> list[Result]:
    """KSeF accepts only what its schema allows: another file never went through it as it stands."""
    results = []
    for document in invoice.documents:
        for problem in document.invoice.problems if document.invoice else ():
            if problem.code == "schema_invalid":
                message = "Plik XML nie jest zgodny ze schematem KSeF, więc nie mógł przez KSeF przejść."
                results.append(
                    failed("ksef", Code.KSEF_MISMATCH, message, found=problem.message, document=document.name)
                )
    return results


def _check_numbers(invoice: AssembledInvoice) -> list[Result]:
    results: list[Result] = []
    valid: set[str] = set()
    seller = invoice.best(lambda i: i.seller.nip)
    issue = invoice.best(lambda i: i.issue_date)
    for read in invoice.all(lambda i: i.ksef_number):
        number = read_ksef_number(read, repair=is_picture(invoice), seller_nip=seller.value if seller else None)
        if number is None:
            shaped = is_ksef_shaped(read.value.strip().upper())
            message = "Numer KSeF ma błędną sumę kontrolną." if shaped else "Numer KSeF ma niepoprawną postać."
            results.append(_ksef(message, read, found=read.value))
            continue
        valid.add(number)
        if seller is not None and number[:10] != seller.value:
            results.append(_ksef("NIP w numerze KSeF nie jest NIP-em sprzedawcy.", read, seller.value, number))
        if issue is not None and number[11:19] < issue.value.strftime("%Y%m%d"):
            message = "Data w numerze KSeF jest wcześniejsza niż data wystawienia."
            results.append(_ksef(message, read, issue.value.isoformat(), number))
    if len(valid) > 1:
        message = "Dokumenty tej faktury podają różne numery KSeF."
        found = ", ".join(sorted(valid))
        results.append(failed("ksef", Code.KSEF_MISMATCH, message, found=found, document=invoice.name))
    return results


def read_ksef_number(read: Sourced[str], *, repair: bool, seller_nip: str | None) -> KsefNumber | None:
    """The KSeF number whose CRC holds, as read or, from a picture, with look-alike characters set right.

    A repair counts only where its NIP is the seller's: the CRC alone would accept one wrong repair in 256.
    """
    direct = parse_ksef_number(read.value)
    if direct is not None or not repair:
        return direct
    candidates = (parse_ksef_number(text) for text in [*read.field.alternatives, *_repairs(read.value)])
    fitting = {number for number in candidates if number is not None and number[:10] == seller_nip}
    return fitting.pop() if len(fitting) == 1 else None


def _repairs(text: str) -> Iterator[str]:
    """The number with impossible characters replaced, then with one look-alike exchanged.

    No more than one: each further variant has a chance of 1 in 256 to fit a CRC that is really false.
    """
    compact = "".join(text.upper().split())
    if len(compact) not in (35, 36):
        return
    plain = compact[:20] + compact[20:].translate(_NO_HEX)
    yield plain
    for place in range(20, len(plain)):
        if plain[place] in _HEX_ALIKE:
            yield plain[:place] + _HEX_ALIKE[plain[place]] + plain[place + 1 :]


def _check_links(case: Case, invoice: AssembledInvoice) -> list[Result]:
    results: list[Result] = []
    seller = invoice.best(lambda i: i.seller.nip)
    issue = invoice.best(lambda i: i.issue_date)
    hashes = _xml_hashes(case)
    for at, link in _links(invoice):
        if link.host in KSEF_TEST_HOSTS:
            results.append(_ksef("Kod QR prowadzi do testowego KSeF.", at, found=link.host))
        elif not link.is_production:
            results.append(_ksef("Kod QR nie prowadzi do KSeF.", at, found=link.host))
        if seller is not None and link.seller_nip != seller.value:
            results.append(_ksef("NIP w kodzie QR nie jest NIP-em sprzedawcy.", at, seller.value, link.seller_nip))
        if issue is not None and link.issue_date != issue.value:
            message = "Data w kodzie QR jest inna niż data wystawienia."
            results.append(_ksef(message, at, issue.value.isoformat(), link.issue_date.isoformat()))
        own = hashes.get(id(invoice), set())
        # Of several invoices in one claim, a QR code may belong to another one's XML.
        every = set().union(*hashes.values()) if hashes else set()
        if (own or len(case.invoices) == 1) and every and link.sha256 not in every:
            results.append(_ksef("Dołączony XML nie jest tym, na który wskazuje kod QR.", at, found=link.sha256))
    return results


def _xml_hashes(case: Case) -> dict[int, set[str]]:
    """SHA-256 of the exact bytes of each invoice's XML files, by the invoice's identity."""
    hashes: dict[int, set[str]] = {}
    for invoice in case.invoices:
        for document in invoice.documents:
            content = document.invoice
            if content is not None and content.source is Source.KSEF_XML:
                hashes.setdefault(id(invoice), set()).add(content.xml_sha256 or content.sha256)
    return hashes


def _links(invoice: AssembledInvoice) -> Iterator[tuple[Sourced[str], KsefLink]]:
    for document in invoice.documents:
        for code in document.invoice.qr_codes if document.invoice else ():
            link = parse_ksef_link(code.text)
            if link is not None:
                yield Sourced(Field(value=code.text, page=code.page, box=code.box), document.name), link


def _check_same_values(case: Case, invoice: AssembledInvoice) -> list[Result]:
    """Where an XML is there, what the printout surely says must be what the XML says."""
    structured = next((r.invoices[0] for r in invoice.readings if r.is_structured), None)
    if structured is None:
        return []
    compared = (
        ("numer", structured.invoice_number, invoice.all(lambda i: i.invoice_number)),
        ("data wystawienia", structured.issue_date, invoice.all(lambda i: i.issue_date)),
        ("NIP sprzedawcy", structured.seller.nip, invoice.all(lambda i: i.seller.nip)),
        ("NIP nabywcy", structured.buyer.nip, invoice.all(lambda i: i.buyer.nip)),
        ("kwota brutto", structured.totals.gross, invoice.all(lambda i: i.totals.gross)),
    )
    results = []
    for label, truth, others in compared:
        for read in others:
            if truth is None or str(read.value) == str(truth.value) or read.value == truth.value:
                continue
            sure = is_sure(read.field, case.thresholds)
            message = f"XML i wydruk różnią się: {label}."
            results.append(
                failed(
                    "ksef", Code.KSEF_MISMATCH, message, declared=str(truth.value), found=str(read.value), at=read,
                    blocking=sure,
                )
            )  # fmt: skip
    return results


def _ksef(message: str, at: Sourced[str], declared: str | None = None, found: str | None = None) -> Result:
    return failed("ksef", Code.KSEF_MISMATCH, message, declared=declared, found=found, at=at)
