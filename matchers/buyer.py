"""Is the buyer the participant? By NIP first; without one by name and address. The recipient decides nothing."""

from __future__ import annotations

from matchers.assembly import AssembledInvoice
from matchers.case import Case
from matchers.evidence import Result, Sourced, carries_agreement, failed, passed, unsure
from matchers.names import same_address, same_person, shared_surname, shares_a_word
from programme.invoices import Field, Invoice, Witness
from programme.registry import Participant
from programme.thresholds import Thresholds
from programme.verdicts import Code


def check_buyer(case: Case, invoice: AssembledInvoice) -> list[Result]:
    """The buyer read against the participant; a spouse or relative is flagged with what matches."""
    participant = case.participant
    if participant is None:
        message = f"Uczestnika {case.declaration.participant_id} nie ma w rejestrze."
        return [failed("buyer", Code.BUYER_MISMATCH, message, declared=case.declaration.participant_id)]
    shared = [d.name for d in invoice.documents if d.invoice is not None and _names_further_buyer(d.invoice)]
    if shared:
        message = "Faktura wymienia jeszcze innego nabywcę; nie wiadomo, jaka część zakupu jest czyja."
        return [failed("buyer", Code.BUYER_MISMATCH, message, declared=participant.name, document=shared[0])]
    nip = invoice.best(lambda i: i.buyer.nip)
    seller = invoice.best(lambda i: i.seller.nip)
    if nip is not None and seller is not None and nip.value == seller.value:
        message = "Sprzedawca i nabywca to ta sama firma."
        return [failed("buyer", Code.BUYER_MISMATCH, message, declared=participant.name, found=nip.value, at=nip)]
    if nip is None:
        return [_without_nip(case, invoice, participant)]
    if any(other.value != nip.value for other in invoice.all(lambda i: i.buyer.nip)):
        return [unsure("buyer", "Dokumenty tej faktury podają różne NIP-y nabywcy.", found=nip.value, at=nip)]
    if participant.nip is None:
        message = "Faktura jest na nabywcę z NIP-em, a uczestnik go nie ma." + _what_matches(invoice, participant)
        return [failed("buyer", Code.BUYER_MISMATCH, message, declared=participant.name, found=nip.value, at=nip)]
    if nip.value != participant.nip:
        message = "Nabywca na fakturze to nie uczestnik." + _what_matches(invoice, participant)
        found = f"{_text(invoice, 'name') or '?'}, NIP {nip.value}"
        declared = f"{participant.name}, NIP {participant.nip}"
        return [failed("buyer", Code.BUYER_MISMATCH, message, declared=declared, found=found, at=nip)]
    if not carries_agreement(nip.field, case.thresholds):
        return [unsure("buyer", "NIP nabywcy odczytano niepewnie.", declared=participant.nip, found=nip.value, at=nip)]
    name = invoice.best(lambda i: i.buyer.name)
    clear = name is not None and _is_legible(name.field, case.thresholds)
    if name is not None and clear and not shares_a_word(participant.name, name.value):
        # The NIP may have been taken from another party's block, a recipient's say.
        message = "NIP nabywcy jest uczestnika, ale nazwa nabywcy zupełnie inna."
        return [unsure("buyer", message, declared=participant.name, found=name.value, at=name)]
    if name is not None and clear and _is_anothers(case, participant, name.value):
        message = "NIP nabywcy jest uczestnika, ale nazwa nabywcy innego uczestnika."
        return [unsure("buyer", message, declared=participant.name, found=name.value, at=name)]
    return [passed("buyer", "NIP nabywcy zgodny", found=nip.value, at=nip)]


def _is_anothers(case: Case, participant: Participant, name: str) -> bool:
    """Whether the name is another participant's and not the declared one's."""
    others = (other for other in case.registry.participants if other != participant)
    return not same_person(participant.name, name) and any(same_person(other.name, name) for other in others)


def _is_legible(field: Field[str], thresholds: Thresholds) -> bool:
    """Whether a name was read well enough to tell that it is wholly another one."""
    agreed = Witness.SECOND_READER in field.witnesses and field.confidence >= thresholds.legible_name
    return agreed or field.confidence >= thresholds.decisive_confidence


def _names_further_buyer(invoice: Invoice) -> bool:
    """KSeF's Podmiot3 in role 4: the purchase is shared, equally where no share is given."""
    return any(problem.code == "additional_buyer" for problem in invoice.problems)


def _without_nip(case: Case, invoice: AssembledInvoice, participant: Participant) -> Result:
    """No buyer NIP was read: name and address must both be the participant's, and no stranger's NIP on the page."""
    elsewhere = _other_nips(case, invoice)
    name = invoice.best(lambda i: i.buyer.name)
    address = invoice.best(lambda i: i.buyer.address)
    declared = f"{participant.name}, {participant.address}, {participant.postal_code} {participant.city}"
    found = ", ".join(text for text in (_text(invoice, "name"), _text(invoice, "address")) if text) or None
    if name is None:
        return unsure("buyer", "Nie odczytano nabywcy.", declared=declared, document=invoice.name)
    named = same_person(participant.name, name.value)
    if participant.nip is not None and participant.nip in elsewhere and named:
        return passed("buyer", "NIP uczestnika na fakturze, nazwa nabywcy zgodna", found=participant.nip, at=name)
    if not named:
        message = "Nabywca na fakturze to nie uczestnik." + _what_matches(invoice, participant)
        return failed("buyer", Code.BUYER_MISMATCH, message, declared=declared, found=found, at=name)
    if elsewhere - {participant.nip}:
        message = "Na fakturze jest jeszcze inny NIP; nie wiadomo, czy nie nabywcy."
        return unsure("buyer", message, declared=declared, found=", ".join(sorted(elsewhere)), at=name)
    if address is None or not same_address(participant, address.value):
        message = "Bez NIP-u nabywcy adres musi być adresem uczestnika, a nie jest lub go nie odczytano."
        return unsure("buyer", message, code=Code.BUYER_MISMATCH, declared=declared, found=found, at=name)
    if any(_is_same(other, name.value, address.value) for other in case.registry.participants if other != participant):
        message = "Pod tym imieniem, nazwiskiem i adresem jest w programie kilku uczestników, a NIP-u nie odczytano."
        return unsure("buyer", message, code=Code.BUYER_MISMATCH, declared=declared, found=found, at=name)
    weakest = min((name, address), key=lambda sourced: sourced.field.confidence)
    if not carries_agreement(weakest.field, case.thresholds):
        return unsure("buyer", "Nabywcę odczytano niepewnie.", declared=declared, found=found, at=weakest)
    return passed("buyer", "imię, nazwisko i adres nabywcy zgodne", found=found, at=name)


def _is_same(participant: Participant, name: str, address: str) -> bool:
    return same_person(participant.name, name) and same_address(participant, address)


def _other_nips(case: Case, invoice: AssembledInvoice) -> set[str]:
    """NIPs on the page that are neither the seller's nor a recipient's."""
    known = {sourced.value for sourced in invoice.all(lambda i: i.seller.nip)}
    known |= {sourced.value for sourced in invoice.all(lambda i: i.recipient.nip if i.recipient else None)}
    known.add(case.declaration.seller_nip)
    return set(invoice.nips - known)


def _what_matches(invoice: AssembledInvoice, participant: Participant) -> str:
    """What a mistaken buyer shares with the participant, for the reviewer."""
    name, address = _text(invoice, "name"), _text(invoice, "address")
    shared = []
    if name and same_person(participant.name, name):
        shared.append("imię i nazwisko")
    elif name and (surname := shared_surname(participant.name, name)):
        shared.append(f"nazwisko ({surname})")
    if address and same_address(participant, address):
        shared.append("adres")
    if not shared:
        return ""
    hint = " Może to małżonek lub krewny." if "imię i nazwisko" not in shared else ""
    return f" Zgadza się: {', '.join(shared)}.{hint}"


def _text(invoice: AssembledInvoice, part: str) -> str | None:
    read: Sourced[str] | None
    read = invoice.best(lambda i: i.buyer.name) if part == "name" else invoice.best(lambda i: i.buyer.address)
    return read.value if read else None
