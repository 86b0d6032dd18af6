"""The kind of a document, by its title and by what it says.

Rules read titles and telling phrases; a classifier (kind_by_content.py) that needs no title is the second opinion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from extractors.heads.kind_by_content import classify
from extractors.heads.titles import OTHER_TITLE, title_end
from extractors.text.hits import Hit
from extractors.text.labels import Lexed
from extractors.text.lexicon import DATE_ROLES, Role
from extractors.text.text_cells import Cell, fold
from programme.invoices import DocumentType


@dataclass(frozen=True)
class Kind:
    """The document's kind with its probability and the words that tell it. `titled`: by a title, not by content;
    `disfigured`: by one in which a word cannot be read."""

    type: DocumentType
    confidence: float
    reason: str
    titled: bool = True
    disfigured: bool = False


# Titles of other documents. They must lead their cell; "WZ nr 12" or "Zamówienie: 5" among an invoice's data do not
# outweigh a title "Faktura".
_OTHER_TITLES: tuple[tuple[str, DocumentType], ...] = (
    (r"faktura\s*(?:vat\s*)?r\.?r\.?(?:\W|\d|nr|$)", DocumentType.OTHER),
    (r"paragon(?!\s*nr\s*:)|p\s?a\s?r\s?a\s?g\s?o\s?n\s+f\s?i\s?s\s?k", DocumentType.RECEIPT),
    (r"wydanie\s*(?:na\s*)?zewn|wz(?:\s*(?:nr|numer|[-:/\d])|$)|dowod\s*(?:dostawy|wydania)|dokument\s*(?:wz|dostawy|wydania)"
     r"|specyfikacja\s*(?:dostawy|wysylkowa)|list\s*przewozowy|delivery\s*note|potwierdzenie\s*(?:dostawy|odbioru|wydania)"
     r"|protokol\s*(?:odbioru|wydania|zdawczo)|awizo", DocumentType.DELIVERY_NOTE),
    (r"(?:potwierdzenie\s*)?(?:przyjecia\s*)?zamowieni[ea](?!\s*:)|oferta|umowa|urzedowe\s*poswiadczenie|upo\b|wezwanie|"
     r"potwierdzenie\s*(?:przelewu|zaplaty|wplaty|wykonania|sald|transakcji)|nota\s*(?:ksiegowa|obciazeniowa|odsetkowa|uznaniowa|"
     r"korygujaca)|dowod\s*(?:wplaty|przelewu)|kp\b|oswiadczenie|etykieta|swiadectwo|cennik|rachunek(?!\s*(?:bank|nr|nr\.|:|\d))|"
     r"zapytanie|regulamin|certyfikat|order\s*confirmation|raport|szanown|"
     r"faktura\s*robocza|faktura\s*wewnetrzna|wniosek|deklaracja|wyciag", DocumentType.OTHER),
)  # fmt: skip
# Not in a sentence: "rabat zostanie rozliczony fakturą korygującą" is a promise.
_BEGINS = r"(?:^|\n|:)[^a-z\n]*(?:(?:vat|oryginal|kopia)[^a-z\n]*)?"
_CORRECTION_STRONG = (
    r"przyczyn[ay]\s*korekty", r"powod\s*korekty", r"faktury?\s*korygowan", r"tresc\s*(?:korygowana|korygujaca)",
    r"dokument[u]?\s*korygowan", r"korekta\s*do\s*(?:faktury|dokumentu|fv)", r"dane\s*faktury\s*korygowanej",
    r"przed\s*korekta", r"po\s*korekcie", r"pozycje\s*korygowane", r"koryguje\s*(?:sie\s*)?fakture",
    r"korekta\s*kwoty\s*nalez",
    r"bylo\b.{0,40}\b(?:jest|powinno)\b", _BEGINS + r"faktura\s*(?:vat\s*)?koryg", r"stan\s*przed\b",
    r"korekta\s*faktury", r"\d\s*korekta\b", r"wartosc\s*korekty", r"kwota\s*korekty", r"przed\s*korekt",
    r"roznica\s*\(?korekt", r"korygujac[ay]\s*(?:fakture|do)",
)  # fmt: skip
_NO_INVOICE = (
    r"nie\s*(?:jest|stanowi)\s*(?:faktur|dokument\w*\s*ksieg)", r"nie\s*stanowi\s*podstawy\s*do\s*(?:odliczenia|ksieg)",
    r"nie\s*stanowi\s*dowodu\s*(?:ksieg|zaplaty|sprzedazy)", r"dokument\s*nie\s*jest\s*faktura",
)  # fmt: skip


# Where two opinions agree, what doubt remains of the rules' (of 90 rough pages with known kind none was wrong then).
_DOUBT_LEFT = 0.4
_AGREES = 0.8
# What had no title and is below is left to a person (Thresholds.type_confidence), whatever the classifier says.
_CONFIRMABLE = 0.6
# From here on the classifier contradicts rules that had no title to go by.
_CONTRADICTS = 0.9


def read_kind(lexed: Lexed, number: str | None, has_corrected_number: bool) -> Kind:
    """What kind of document the pages are; `number` is its own number, whose series may contradict its title."""
    text = "\n".join(cell.text for cell in lexed.layout.cells)
    kind = second_opinion(kind_by_rules(lexed, number, has_corrected_number), classify(text))
    if kind.type is not DocumentType.INVOICE or kind.disfigured:
        return kind
    title = _misread_title(lexed)
    if title is None or (title.type is DocumentType.INVOICE and kind.titled):
        return kind
    return title


def second_opinion(kind: Kind, scores: Mapping[DocumentType, float]) -> Kind:
    """The rules' kind after the classifier's `scores`: surer where they agree, without a title doubtful where they
    contradict each other. A title outweighs the classifier, which by itself makes no paper an invoice: wording does
    not tell a pro forma whose title is lost."""
    if not scores or kind.disfigured:
        return kind
    if scores.get(kind.type, 0) >= _AGREES and (kind.titled or kind.confidence >= _CONFIRMABLE):
        return replace(kind, confidence=1 - (1 - kind.confidence) * _DOUBT_LEFT)
    if not kind.titled and max(scores.values()) >= _CONTRADICTS:
        return replace(kind, confidence=kind.confidence / 2)
    return kind


# Words that make an invoice another document, with look-alikes folded; found in titles in spite of misread letters.
_QUALIFIERS = (
    ("zaiiczkowa", DocumentType.ADVANCE), ("korygujaca", DocumentType.CORRECTION), ("korekta", DocumentType.CORRECTION),
    ("proforma", DocumentType.PROFORMA),
)  # fmt: skip
_LOOK_ALIKE = str.maketrans("0125|!l8v", "oizsiiibu")
_NEAR = 78.0  # rapidfuzz partial_ratio: two letters of eight to ten may be misread


def _misread_title(lexed: Lexed) -> Kind | None:
    """A title misread with its qualifier ("Faktura 2alicz kowo", "Faktiira pro forma"); one read well is the rules'.

    "Fakfura VAT nr 12" without any qualifier is an invoice's title.
    """
    plain: Kind | None = None
    for cell in lexed.layout.cells:
        if cell.page != lexed.layout.cells[0].page or cell.box.y0 > 0.45 or ":" in cell.text[:30]:
            continue
        letters = re.sub(r"[^a-z]", "", cell.folded.translate(_LOOK_ALIKE))
        if (
            len(letters) > 60
            or max(fuzz.ratio(letters[:n], "faktura") for n in (6, 7, 8)) < _NEAR
            or _is_sentence(cell.folded)
        ):
            continue
        rest = letters[5:26]
        if re.search(r"koncow|roziicz", rest):
            continue
        if title_end(cell) is not None and re.search(r"zalicz|korygu|korekt|pro\s?-?\s?forma", cell.folded):
            continue
        for word, kind in _QUALIFIERS:
            if len(rest) >= len(word) - 2 and fuzz.partial_ratio(word, rest) >= _NEAR:
                return Kind(kind, 0.8, cell.text)
        plain = plain or Kind(DocumentType.INVOICE, 0.8, cell.text)
    return plain


def kind_by_rules(lexed: Lexed, number: str | None, has_corrected_number: bool) -> Kind:
    """The kind by title, telling phrases and signs alone."""
    cells = lexed.layout.cells
    if sum(char.isalnum() for cell in cells for char in cell.text) < 20:
        return Kind(DocumentType.OTHER, 0.9, "blank")
    titles = _titles(lexed)
    named = _by_titles(lexed, titles)
    if named is not None:
        return named
    other = _other_title(lexed, bool(titles))
    joined = re.sub(r"[ \t]+", " ", "\n".join(cell.folded for cell in cells))
    stated = [pattern for pattern in _CORRECTION_STRONG if re.search(pattern, _statements(lexed))]
    if stated and (titles or other is None) and _is_invoice_like(lexed, joined):
        sure = len(stated) >= 2 or has_corrected_number
        return Kind(DocumentType.CORRECTION, 0.95 if sure else 0.7, f"content: {stated[0]}")
    if any(re.search(pattern, joined) for pattern in _NO_INVOICE):
        pro = re.search(r"pro\s?-?\s?forma", joined)
        return Kind(DocumentType.PROFORMA if pro else DocumentType.OTHER, 0.9, "says it is no invoice")
    if has_corrected_number and titles:
        return Kind(DocumentType.CORRECTION, 0.8, "names an invoice it belongs to")
    if other is not None:
        return other
    if not titles:
        return _without_title(lexed, joined)
    if _is_disfigured(titles[0]):
        return Kind(DocumentType.INVOICE, DISFIGURED, titles[0].text, disfigured=True)
    trust = _title_confidence(titles[0])
    odd = number is not None and _SERIES_OF_OTHERS.match(number) is not None
    return Kind(DocumentType.INVOICE, min(trust, 0.6) if odd else trust, titles[0].text)


# A title in which one word cannot be read: it may be the one that makes it another document.
DISFIGURED = 0.5
_TITLE_WORDS = (
    "vat", "faktura", "sprzedazy", "koncowa", "rozliczeniowa", "uproszczona", "zbiorcza", "detaliczna", "hurtowa",
    "podstawowa", "oryginal", "kopia", "duplikat", "handlowa", "krajowa", "elektroniczna", "marza", "tax", "invoice",
)  # fmt: skip
_LIKE_A_WORD = 55.0
_SURELY_READ = 0.9
_BEFORE_MARK = re.compile(r"([^:;()\d]{3,})\b(?:nr|numer)\b")


def _is_disfigured(title: Cell) -> bool:
    """Whether a recogniser found between a title and its "nr" a word that is none of a title's: under a stamp, crossed
    out or scribbled over."""
    if title.engine == "text_layer":
        return False
    between = _BEFORE_MARK.match(title.folded, title_end(title) or 0)
    words = re.findall(r"[a-z]{3,}", between[1]) if between is not None else []
    return any(map(_is_none_of_a_title, words))


def _is_none_of_a_title(word: str) -> bool:
    return max(fuzz.ratio(word, known) for known in _TITLE_WORDS) < _LIKE_A_WORD


def _follows_scraps(label: Hit) -> bool:
    """Whether one word that is none of a title's, unsurely read, stands before "faktura nr" in the head."""
    before = label.cell.text[: label.start].split()
    unsure = label.cell.engine != "text_layer" and label.cell.span_confidence(0, label.start) < _SURELY_READ
    return unsure and label.cell.box.y0 < 0.45 and len(before) == 1 and _is_none_of_a_title(fold(before[0]))


# A series of pro formas, corrections or advances under the title of an invoice is a doubt.
_SERIES_OF_OTHERS = re.compile(r"(?:fv?[-/ ]?)?(?:kor|zal|prof?|pf|fp)[-/ ]?(?=[-/ \d])", re.IGNORECASE)


def _by_titles(lexed: Lexed, titles: list[Cell]) -> Kind | None:
    """What the titles make of the document beside a plain invoice; None where they make nothing of it."""
    if titles and _SETTLES.search(titles[0].folded):
        # It names the advances it settles.
        return Kind(DocumentType.INVOICE, _title_confidence(titles[0]), titles[0].text)
    final: Cell | None = None
    for cell in titles:
        kind = _by_title(cell, _qualifiers(lexed, cell))
        if kind.type is DocumentType.INVOICE:
            final = final or (cell if re.search(_FINAL, cell.folded) else None)
        elif kind.type is not DocumentType.ADVANCE or final is None or cell.box.height > _LARGER * final.box.height:
            return kind  # an advance named below the title "Faktura końcowa" is one that it settles
    return None


_SETTLES = re.compile(r"^\W*faktura\W+(?:vat\W+)?(?:koncow|rozliczen|rozliczaj)")


def _titles(lexed: Lexed) -> list[Cell]:
    """Cells that begin with "Faktura" or "Invoice" as a title does, from the top."""
    found = []
    for cell in lexed.layout.cells:
        if cell.page != lexed.layout.cells[0].page or cell.box.y0 > 0.6:
            continue
        end = title_end(cell)
        if end is None or OTHER_TITLE.match(cell.folded):
            continue
        following = min((hit.start for hit in lexed.hits_of(cell) if hit.start >= end), default=len(cell.text))
        if not _is_sentence(cell.folded[end:following].strip()):
            found.append(cell)
    return found


def _is_sentence(rest: str) -> bool:
    """Whether what follows "Faktura" makes it prose: many words, some words without any number, or a verb."""
    words = len(re.findall(r"[a-z]{3,}", rest))
    prose = words > 7 or (words >= 4 and not re.search(r"\d", rest))
    return prose or bool(re.match(r"^(?:wystawi|zosta|bedzie|jest|platna|ta\b|niniejsz|dotyczy|obejmuje)", rest))


def _statements(lexed: Lexed) -> str:
    """The document's labels and short phrases: what small print says of corrections in general is left out."""
    cells = [cell for cell in lexed.layout.cells if not _EMPTY.search(cell.folded)]
    return "\n".join(cell.folded for cell in cells if len(re.findall(r"[a-z]{3,}", cell.folded)) <= 10)


_EMPTY = re.compile(r":\s*(?:[-–—]+|brak|nie\s+dotyczy|n/?d)\W*$")  # a field of the form with nothing in it


_FINAL = r"koncow|rozliczeniow|rozliczajac|final"
_LARGER = 1.1  # times the height of a title: what is larger is the document's own
_QUALIFIER = re.compile(
    r"^\W*(?:pro\s?-?\s?forma|korekta|korygujaca|zaliczkowa|zaliczka|r\.?r\b|robocza)(?![a-z])[^:]*$"
)


def _qualifiers(lexed: Lexed, title: Cell) -> str:
    """What stands right beside or under a title and says more of it: "FAKTURA" over "PRO FORMA"."""
    right = lexed.layout.right_of(title, title.box)
    near = [*([right] if right is not None else []), *lexed.layout.below(title, title.box, 1.6)[:2]]
    return " ".join(cell.folded for cell in near if _QUALIFIER.match(cell.folded))


def _title_confidence(cell: Cell) -> float:
    return 0.98 * (0.6 + 0.4 * cell.confidence) if cell.box.y0 < 0.45 else 0.85


def _by_title(cell: Cell, more: str) -> Kind:
    """The kind that a title names with what stands by it, `more`."""
    text = re.sub(r"\s+", " ", cell.folded)
    reason, trust = cell.text, _title_confidence(cell)
    head = f"{text[:90]} {more}"
    if re.search(r"pro\s?-?\s?forma", head) and not re.search(
        r"(?:wg|do|z|na podstawie|nr)\s+(?:faktury\s+)?pro\s?-?\s?form", head
    ):
        return Kind(DocumentType.PROFORMA, trust, reason)
    if re.match(r"\W*(?:duplikat\s*)?faktur[ay]\s*(?:vat\s*)?r\.?r\.?(?:\W|\d|nr|$)", head):
        return Kind(DocumentType.OTHER, trust, reason)
    if re.search(r"korygu|korekt|kor\.|correct|credit note", head):
        return Kind(DocumentType.CORRECTION, trust, reason)
    if re.search(_FINAL, head):
        return Kind(DocumentType.INVOICE, trust, reason)
    if re.search(r"faktur[ay]\s*(?:vat\s*)?(?:-|na)?\s*zalicz|^\W*(?:vat\s*)?zaliczk|advance", head):
        return Kind(DocumentType.ADVANCE, trust, reason)
    if re.search(r"robocz(?:a|ej)|wewnetrzn(?:a|ej)|\bwzor\b|projekt|szkic", head):
        return Kind(DocumentType.OTHER, trust, reason)
    return Kind(DocumentType.INVOICE, trust, reason)


def _other_title(lexed: Lexed, has_invoice_title: bool) -> Kind | None:
    """A title of another document. Beside a title "Faktura" only one that stands alone and larger counts."""
    heights = lexed.layout.heights
    for cell in lexed.layout.cells:
        if cell.page != lexed.layout.cells[0].page or cell.box.y0 > 0.55:
            continue
        if re.match(r"^\W*pro\s?-?\s?forma(?![a-z])", cell.folded):
            alone = len(re.findall(r"[a-z]{3,}", cell.folded)) <= 4 and ":" not in cell.text
            if not has_invoice_title or (alone and cell.box.height >= 1.25 * heights[cell.page]):
                return Kind(DocumentType.PROFORMA, 0.9, cell.text)
        if re.match(r"^\W*korekta\W*$", cell.folded) and cell.box.height >= 1.25 * heights[cell.page]:
            return Kind(DocumentType.CORRECTION, 0.9, cell.text)
        for pattern, kind in _OTHER_TITLES:
            if re.match(rf"^[\W_]*(?:{pattern})", cell.folded) and not has_invoice_title and not _is_data(lexed, cell):
                return Kind(kind, 0.92, cell.text)
    return None


def _is_data(lexed: Lexed, cell: Cell) -> bool:
    """Whether the cell is a labelled datum ("Zamówienie: ZO/7"), or heads one in a row of labels, and is no title."""
    level = [h for h in lexed.of(*DATE_ROLES, Role.NUMBER) if h.cell.page == cell.page and h.cell.row == cell.row]
    heads_column = any(h.cell is not cell and not any(map(str.isalnum, h.inline)) for h in level)
    return heads_column or (bool(re.match(r"^[^:]{0,30}:", cell.text)) and cell.box.y0 > 0.08)


def _is_invoice_like(lexed: Lexed, joined: str) -> bool:
    parties = bool(lexed.of(Role.SELLER) or lexed.of(Role.BUYER))
    return parties or "faktur" in joined or "nip" in joined


def _without_title(lexed: Lexed, joined: str) -> Kind:
    """No title was read: an invoice shows its parties, dates and VAT; a letter, an order or a label does not."""
    roles = {hit.role for hit in lexed.hits}
    signs = (
        ("faktur" in joined) * 2 + (Role.BUYER in roles) + (Role.SELLER in roles) + (Role.ISSUE_DATE in roles)
        + (Role.SALE_DATE in roles) + ("vat" in joined) + (Role.NIP in roles) + (Role.WORDS in roles)
        + (Role.TABLE in roles)
    )  # fmt: skip
    if re.search(r"paragon|fiskaln|ptu\s*[a-d]\b.*\n(?:.*\n){0,8}.*suma\s*pln", joined) and Role.BUYER not in roles:
        return Kind(DocumentType.RECEIPT, 0.85, "content of a fiscal receipt", titled=False)
    if signs >= 6:
        # A pro forma differs from an invoice by its title alone: without any title only a label that speaks of the
        # invoice's own number tells enough; otherwise a person looks.
        labels = [hit for hit in lexed.of(Role.NUMBER) if "faktur" in hit.cell.folded[hit.start : hit.end]]
        if any(map(_follows_scraps, labels)):
            return Kind(DocumentType.INVOICE, DISFIGURED, "content of an invoice", titled=False, disfigured=True)
        named = any(hit.leads for hit in labels)
        return Kind(DocumentType.INVOICE, 0.75 if named else 0.55, "content of an invoice", titled=False)
    if signs >= 4 or (signs >= 3 and Role.WORDS in roles):
        return Kind(DocumentType.INVOICE, 0.5, "some content of an invoice", titled=False)
    return Kind(DocumentType.OTHER, 0.85 if signs <= 2 else 0.6, "no title and no content of an invoice", titled=False)
