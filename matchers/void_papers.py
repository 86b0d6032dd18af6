"""Papers that say that they count no more or not yet: annulled, drafts, only for show, goods returned or still to come.

They say so in a row of their own, in capitals across the page, or in a sentence that names the paper or the goods.
Terms of sale speak of the same things in other forms ("do anulowania zamówienia", "nieważny bez pieczątki"), and pass.
All patterns but that of capitals are for folded text.
"""

from __future__ import annotations

import re

from programme.folding import fold
from programme.invoices import Invoice, Source

_PAPER = r"(?:faktur\w*|dokument\w*)"
_GOODS = r"(?:poz\. ?\d+|pozycj\w+(?: \d+)?|nasion\w*|towar\w*)"
_STATE = (
    r"(?:anulowan|uniewaznion|niewazn|stornowan|odrzucon|wycofan|nie ?zatwierdzon|nie ?zaakceptowan)[aoy]\b(?! bez)"
)
_DRAFT = (
    r"(?:(?:szkic|brudnopis|draft|(?:wersja|kopia) robocza)(?: (?:faktury|dokumentu))?|robocz[ay]"
    r"|(?:wydruk )?(?:z )?bufora?|(?:projekt|podglad) (?:faktury|dokumentu))"
)
# Printed to try, to teach or to show: what a program prints before it is paid for, a test of KSeF, a form's example.
_MOCK = (
    r"(?:demo|trial|(?:demonstracyjn|testow|probn|przykladow|pokazow|szkoleniow|ewaluacyjn|niezarejestrowan"
    r"|nielicencjonowan)(?:[aey]|ego|ej|ych))\b"
)
_PRINTED = rf"(?:{_PAPER}|(?:wydruk|wersj|egzemplarz|kopi|program|system|srodowisk|licencj|tryb)\w*)"
_STAMP = (
    rf"(?:storno|anulacja|skorygowan[aoy]|zwrot towaru|nie ksiegowac|wzor(?: {_PAPER})?|specimen|pro ?forma|test"
    rf"|{_MOCK})"
)
_WAITS = r"oczekuj\w+ na (?:akcept|zatwierdz)"

_ALONE = re.compile(rf"\W*(?:{_PAPER} )?(?:{_STATE}|{_STAMP}|{_DRAFT}(?:\W+(?:{_PAPER} )?nie .*)?)\W*")
_ACROSS = re.compile(
    r"\b(?:ANULOWAN[AEOY]|ANULACJA|UNIEWAŻNION[AEOY]|STORNO|ODRZUCON[OAY]|WYCOFAN[OAY]|SKORYGOWAN[OAY]|NIE KSIĘGOWAĆ"
    r"|SZKIC|BRUDNOPIS|WERSJA ROBOCZA|PROJEKT FAKTURY)\b"
)
# A heading within the table: the goods below it are not sold here.
_HEADING = re.compile(
    r"\W*(?:(?:towar\w*|pozycje|nasiona|material siewny)\W+(?:\w+\W+)?)?"
    r"(?:zwrot|zwroty|zwrocon\w+|nie ?wydan\w+|skorygowan\w+|anulowan\w+|zarezerwowan\w+|rezerwacj[ae]|depozyt"
    r"|(?:do wydania|oferta na)(?: [a-z]+){0,4})\W*"
)
_SENTENCES = re.compile(
    rf"{_PAPER}(?: \w+){{0,2}} {_STATE}|niefiskaln|nie jest faktura|nie stanowi faktury"
    rf"|{_PRINTED}\W+(?:\w+ ){{0,2}}{_MOCK}|\b{_MOCK} {_PRINTED}|\bcel(?:ow|ach) {_MOCK}"
    rf"|\bstatus\b[^:]{{0,20}}: ?(?:w )?(?:{_STATE}|{_DRAFT}|buforze|nie ?wyslan|blad|{_WAITS})"
    rf"|odrzucon\w* (?:przez|w) ksef|{_PAPER} {_WAITS}"
    r"|towar\w* (?:(?:zostanie|bedzie) (?:wydan|dostarczon|odebran)|nie ?wydan|nie ?dostarczon)"
    rf"|{_PAPER} bledn[ay]\b|wystawion[aey] (?:omylkowo|blednie|przez pomylke)"
    rf"|{_PAPER} dotycz\w+ (?:rezerwac|przedsprzed|przedplat)"
)
_NOTES = re.compile(
    rf"{_GOODS}\W+(?:\w+ )?(?:anulowan|wycofan|zwrocon)(?:[aeoy]|ych)\b|{_GOODS} (?:w depozycie|do zwrotu)"
    rf"|\bzwroc(?:ono|il\w*)\b|\bwycofano\b|\bnie (?:dostarczono|wydano)\b(?! (?:paragon|dokument|faktur|wz))"
    r"|odstapil\w* od umowy|sprzedaz (?:komisow|warunkow)|\b(?:w tym|ilosc) zwrot\b(?! koszt)"
    # "Wydano 20 z 30", but not "dostawa 2 z 12.09".
    r"|\b(?:dostaw|dostarcz|wydan|odebran|zrealizowan)\w*\W+(\d+) z (?!\1\b)\d+(?![\d./-])"
)
_PACKAGING = re.compile(r"palet|opakowa|pojemnik|skrzyn|podpisan|kaucj")
# An invoice issued offline is one before it is sent; any other begins to be one when KSeF takes it (art. 106na).
_NOT_SENT = re.compile(rf"{_PAPER}[^.]{{0,30}} nie ?(?:zosta\w+ )?(?:jeszcze )?(?:wyslan|przeslan)\w* do ksef")
_OFFLINE = re.compile(r"\boffline")


def is_void(invoice: Invoice) -> bool:
    """Whether the document says of itself that it counts no more or not yet; a structured one has no such words."""
    if invoice.source is Source.KSEF_XML:
        return False
    rows = [_closed_up(fold(row)) for row in invoice.text.splitlines()]
    if any(_ALONE.fullmatch(row) or _HEADING.fullmatch(row) for row in rows) or _ACROSS.search(invoice.text):
        return True
    if any(_NOTES.search(row) and not _PACKAGING.search(row) for row in rows):
        return True
    folded = fold(invoice.text)  # sentences run over rows
    unsent = _NOT_SENT.search(folded) is not None and not _OFFLINE.search(folded)
    return unsent or _SENTENCES.search(folded) is not None


def _closed_up(row: str) -> str:
    """ "s t o r n o" as one word."""
    return row.replace(" ", "") if re.fullmatch(r"(?:\S )+\S", row) else row
