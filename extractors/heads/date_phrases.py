"""Dates whose meaning the words of their own line tell: "Sprzedaż z dnia 12.09.2025", "12.09.2025 (wystawienie)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.heads.date_forms import Dated, dates_in
from extractors.text.captions import beside
from extractors.text.labels import Lexed
from extractors.text.lexicon import Role

# "Dotyczy: faktura z dnia ..." dates the corrected invoice.
OF_ANOTHER = re.compile(r"(?:dotyczy|\bdo|korekt\w*|korygowan\w*|zaliczkow\w*|zamowieni\w*|duplikat\w*)\W*$")

# A verb or noun in a phrase with its date: "Sprzedaż z dnia 12.09.2025", "(sprzedaż: 12.09.2025)", "Dostawa dnia".
_PHRASE = re.compile(
    r"(?:^|[^a-z])(?:(?P<sale>(?:data\s)?sprzed(?:az[ey]?|ano)?|dostaw[ay]|dost(?=\.)|dostarczono|wydano|wydanie(?:\stowaru)?)|"
    r"(?P<issue>(?:data\s)?wyst(?:awion[aoy]|awienie)?))[.:]?\s*(?:towar(?:u|ow)\s*)?(?:(?:z|w)?\s*(?:dn(?:ia|iu|\.)?)\s*)?[:.]?\s*$"
)


# What a date is, in brackets behind it: "21.08.2024 (wystawienie), 20.08.2024 (dostawa)".
EXPLAINED = re.compile(
    r"\s*(?:r\.?|roku)?\s*[(\[]\W*(?:data\s|dzien\s)?(?:(?P<issue>wyst\w*)|(?P<sale>(?:sprz|dost|wyd|wykon)\w*))\.?(?:\s\w+)?\W*[)\]]"
)


def explained(lexed: Lexed, used: set[tuple[int, int]]) -> Iterator[tuple[Role, Dated, float]]:
    """Dates of the first page's head with their meaning in brackets behind them, where no label has taken them."""
    for cell in lexed.layout.cells:
        if cell.page != lexed.layout.cells[0].page or cell.box.y0 > 0.6:
            continue
        for dated in dates_in(cell):
            match = EXPLAINED.match(cell.folded, dated.end)
            if match is not None and (id(cell), dated.start) not in used:
                used.add((id(cell), dated.start))
                yield Role.SALE_DATE if match["sale"] else Role.ISSUE_DATE, dated, 0.93


def phrased(lexed: Lexed, used: set[tuple[int, int]]) -> Iterator[tuple[Role, Dated, float]]:
    """Dates whose meaning the words right before them tell, or the cell beside them, where no label was known."""
    for cell in lexed.layout.cells:
        if cell.page != lexed.layout.cells[0].page or cell.box.y0 > 0.6:
            continue
        for dated in dates_in(cell):
            if (id(cell), dated.start) in used:
                continue
            before = cell.folded[: dated.start]
            if not before.strip(" :.(-"):
                caption = beside(lexed, cell)
                before = caption.folded if caption is not None else ""
            match = _PHRASE.search(before)
            if match is not None and not OF_ANOTHER.search(before[: match.start() + 1]):
                used.add((id(cell), dated.start))
                yield Role.SALE_DATE if match["sale"] else Role.ISSUE_DATE, dated, 0.9
