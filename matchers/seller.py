"""Is the seller the declared one, and an approved partner?"""

from __future__ import annotations

from datetime import date

from matchers.assembly import AssembledInvoice
from matchers.case import Case
from matchers.dates import unread_sales
from matchers.evidence import Result, Sourced, carries_agreement, failed, passed, unsure
from matchers.names import firm_is_named, firm_similarity, shares_a_word
from programme.invoices import Field
from programme.registry import Partner
from programme.verdicts import Code


def check_seller(case: Case, invoice: AssembledInvoice) -> list[Result]:
    """The seller's NIP read against the declared one and the partners; by NIP, the name only as a helper."""
    declared = case.declaration.seller_nip
    read = invoice.best(lambda i: i.seller.nip) or _declared_nip_elsewhere(case, invoice)
    if read is None:
        name = invoice.best(lambda i: i.seller.name)
        message = "Nie odczytano NIP-u sprzedawcy."
        return [unsure("seller", message, declared=declared, found=name.value if name else None, document=invoice.name)]
    disagreeing = [s for s in invoice.all(lambda i: i.seller.nip) if s.value != read.value]
    results = []
    if read.value != declared:
        message = f"Sprzedawca na fakturze (NIP {read.value}) nie jest zgłoszonym sprzedawcą."
        results.append(failed("seller", Code.SELLER_MISMATCH, message, declared=declared, found=read.value, at=read))
    elif not carries_agreement(read.field, case.thresholds) or disagreeing:
        message = "NIP sprzedawcy odczytano niepewnie."
        results.append(unsure("seller", message, declared=declared, found=read.value, at=read))
    results.extend(_check_partner(case, invoice, read))
    results.extend(_check_name(case, invoice, read))
    if any(result.blocks for result in results):
        return results
    return [*results, passed("seller", "NIP sprzedawcy zgodny, sprzedawca na liście", found=read.value, at=read)]


def _check_partner(case: Case, invoice: AssembledInvoice, read: Sourced[str]) -> list[Result]:
    partner = case.registry.partners_by_nip.get(read.value)
    if partner is None:
        message = "Sprzedawcy nie ma na liście partnerów programu."
        declared = case.declaration.seller_nip
        return [failed("partner", Code.SELLER_UNKNOWN, message, declared=declared, found=read.value, at=read)]
    sold = invoice.best(lambda i: i.sale_date) or invoice.best(lambda i: i.issue_date)
    if sold is not None and not _approved_on(partner, sold.value):
        message = f"Sprzedawca nie był partnerem programu w dniu {sold.value.isoformat()}."
        return [failed("partner", Code.SELLER_UNKNOWN, message, found=sold.value.isoformat(), at=sold)]
    if any(not _approved_on(partner, day) for day in unread_sales(invoice)):
        message = "Nie odczytano daty sprzedaży, a mogła wypaść, zanim sprzedawca został partnerem."
        return [unsure("partner", message, document=invoice.name)]
    if sold is None and (partner.approved_from or partner.approved_to):
        return [unsure("partner", "Bez daty nie wiadomo, czy sprzedawca był wtedy partnerem.", document=invoice.name)]
    return []


def _check_name(case: Case, invoice: AssembledInvoice, read: Sourced[str]) -> list[Result]:
    """The NIP decides: firms merge and change names. A clear name that is wholly another one is noted; it blocks where
    the page bears one more firm's NIP, as the partner's may then be no seller's."""
    partner = case.registry.partners_by_nip.get(read.value)
    name = invoice.best(lambda i: i.seller.name)
    if partner is None or name is None or name.field.confidence < case.thresholds.decisive_confidence:
        return []
    if any(shares_a_word(label, name.value) for label in (partner.name, *partner.aliases)):
        return []
    message = "NIP jest partnera, ale nazwa sprzedawcy zupełnie inna; firma mogła zmienić nazwę."
    code, blocking = Code.SELLER_MISMATCH, _names_another_firm(case, invoice, partner.nip)
    return [failed("seller", code, message, declared=partner.name, found=name.value, at=name, blocking=blocking)]


def _names_another_firm(case: Case, invoice: AssembledInvoice, seller: str) -> bool:
    """Whether a NIP stands on the page that is neither the seller's nor the buyer's or recipient's."""
    known = {seller, case.participant.nip if case.participant else None}
    known |= {sourced.value for sourced in invoice.all(lambda i: i.buyer.nip)}
    known |= {sourced.value for sourced in invoice.all(lambda i: i.recipient.nip if i.recipient else None)}
    return bool(invoice.nips - known)


def _approved_on(partner: Partner, day: date) -> bool:
    return (partner.approved_from or date.min) <= day <= (partner.approved_to or date.max)


def _declared_nip_elsewhere(case: Case, invoice: AssembledInvoice) -> Sourced[str] | None:
    """The declared seller's NIP among all valid NIPs of the page, where the seller's printed name is that partner's."""
    partner = case.registry.partners_by_nip.get(case.declaration.seller_nip)
    name = invoice.best(lambda i: i.seller.name)
    buyer = invoice.best(lambda i: i.buyer.nip)
    if partner is None or name is None or (buyer is not None and buyer.value == partner.nip):
        return None
    labels = (partner.name, *partner.aliases)
    alike = max(max(firm_similarity(label, name.value), firm_is_named(label, name.value)) for label in labels)
    if alike < case.thresholds.name_similarity:
        return None
    return _among_nips(invoice, partner.nip)


def _among_nips(invoice: AssembledInvoice, nip: str) -> Sourced[str] | None:
    found: list[Sourced[str]] = []
    for document in invoice.documents:
        fields: tuple[Field[str], ...] = document.invoice.nips if document.invoice else ()
        found.extend(Sourced(field, document.name) for field in fields if field.value == nip)
    return max(found, key=lambda sourced: sourced.field.confidence) if found else None
