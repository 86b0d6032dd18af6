"""Invoice numbers: the document's own and the corrected one's, of whatever form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.heads.date_forms import dates_in
from extractors.heads.number_forms import (
    NUMBER_WORDS,
    STOP,
    TOKEN,
    ends_identity_card,
    is_numberlike,
    is_of_goods,
    is_series,
    lone_series,
    number_at,
    series_left,
)
from extractors.heads.numbered import Numbered, numbered
from extractors.heads.titles import OTHER_TITLE, title_end
from extractors.text.captions import Sense, caption_of, sense_of, sense_of_number
from extractors.text.head_of_page import head_cells
from extractors.text.hits import Hit, hits_in
from extractors.text.labels import Lexed, in_corrected_section, value_places
from extractors.text.lexicon import Role
from extractors.text.text_cells import Cell, Layout, fold
from programme.identifiers import fold_invoice_number, normalise_invoice_number
from programme.invoices import Field, Witness

_IN_TITLE = 0.9  # from here on a number stands in its title or behind its label
_CONTESTED = 0.15  # with a second reader still less than carries a check


def read_number(lexed: Lexed) -> Field[str] | None:
    """The document's own number."""
    candidates = own_numbers(lexed) or _captioned(lexed)
    if _is_invoice(lexed) and any(is_of_goods(c.text) for c in candidates):
        own = [c for c in candidates if not is_of_goods(c.text)] or _captioned(lexed)
        foreign = [c for c in candidates if is_of_goods(c.text)]
        candidates = [*own, *(replace(c, confidence=min(_CONTESTED, c.confidence)) for c in foreign)]
    if not candidates:
        return None
    groups: dict[str, list[Numbered]] = {}
    for candidate in candidates:
        groups.setdefault(fold_invoice_number(candidate.text), []).append(candidate)
    ranked = sorted(groups.values(), key=lambda group: -max(c.confidence for c in group) - 0.02 * (len(group) - 1))
    best = max(ranked[0], key=lambda c: c.confidence)
    confidence = best.confidence * (0.6 + 0.4 * best.cell.span_confidence(best.start, best.end))
    places = {(id(c.cell), c.start) for c in ranked[0] if _same(c.text, best.text)}
    again = _seen_again(lexed.layout, best) or len(places) > 1
    if again:
        confidence = 1 - (1 - confidence) * 0.4
    others = [max(group, key=lambda c: c.confidence) for group in ranked[1:]]
    if others and others[0].confidence >= best.confidence - 0.03:
        confidence *= 0.7
    spellings = dict.fromkeys(c.text for c in ranked[0] if c.text != best.text)
    return Field[str](
        value=best.text, confidence=round(confidence, 4), page=best.cell.page,
        box=best.cell.span_box(best.start, best.end),
        witnesses=frozenset({Witness.REPEATED}) if again else frozenset(),
        alternatives=(*spellings, *(c.text for c in others)),
    )  # fmt: skip


def _is_invoice(lexed: Lexed) -> bool:
    titles = [cell for cell in lexed.layout.cells if title_end(cell) is not None]
    return bool(titles) and not any(OTHER_TITLE.match(cell.folded) for cell in titles)


def own_numbers(lexed: Lexed) -> list[Numbered]:
    """The numbers behind titles and labels that speak of the document itself, as often as they stand on it."""
    told = [c for c in (*_titled(lexed), *_labelled(lexed)) if not _is_other(lexed, c)]
    marked = [c for c in _marked(lexed) if not _is_other(lexed, c)]
    elsewhere = any(c.cell is not m.cell and not _same(c.text, m.text) for m in marked for c in told)
    if elsewhere and max(c.confidence for c in told) < _IN_TITLE:
        # A mere "Nr" may be what is left of any caption.
        return [replace(c, confidence=min(_CONTESTED, c.confidence)) for c in told + marked]
    return told + marked


def _same(one: str, other: str) -> bool:
    return normalise_invoice_number(one) == normalise_invoice_number(other)


def _seen_again(layout: Layout, best: Numbered) -> bool:
    compact = re.sub(r"\s", "", best.text)
    if len(compact) < 5:
        return False
    for cell in layout.cells:
        text = re.sub(r"\s", "", cell.text)
        count = len(re.findall(rf"(?<![\w/]){re.escape(compact)}(?![\w/])", text))
        if count > (1 if cell is best.cell else 0):
            return True
    return False


def _titled(lexed: Lexed) -> Iterator[Numbered]:
    """Numbers behind or under a title."""
    titles = [cell for cell in lexed.layout.cells if title_end(cell) is not None]
    # Beside a title "Faktura" a "WZ 12/2025" or "Zamówienie 7" is a datum of the invoice.
    invoices = [cell for cell in titles if not OTHER_TITLE.match(cell.folded)]
    for cell in invoices or titles:
        end = title_end(cell) or 0
        first_page = cell.page == lexed.layout.cells[0].page
        base = 0.96 if first_page and cell.box.y0 < 0.5 else 0.85
        number = _in_title(lexed, cell, end, base)
        if number is None and len(re.sub(r"\W", "", _NO_WORDS.sub("", cell.text[end:]))) <= _MOST_BEHIND:
            number = _near(lexed, cell, base)
        if number is not None:
            behind = min((hit.start for hit in lexed.hits_of(cell) if hit.start >= end), default=len(cell.text))
            yield _with_series(number, cell, cell.text[end:behind])


_FLUSH = 0.01  # of the page's width


def _with_series(number: Numbered, before: Cell, rest: str) -> Numbered:
    """A number whose series stands alone behind its title or label, in the cell `before`, with that series."""
    series = lone_series(rest)
    goes_on = number.cell is not before and abs(number.cell.box.x0 - before.box.x0) < _FLUSH
    if series is None or not goes_on or number.start > 0 or not number.text[:1].isdigit():
        return number
    return replace(number, text=f"{series} {number.text}")


_NO_WORDS = re.compile(r"\b(?:nr|numer|no|oryginał|oryginal|kopia|duplikat)\b", re.IGNORECASE)
_MOST_BEHIND = 12  # letters: a sentence that begins with "Faktura" is no title


def _in_title(lexed: Lexed, cell: Cell, end: int, base: float) -> Numbered | None:
    """The number behind the title's words, which end at character `end`."""
    found = number_at(cell.text, end)
    if found is not None:
        marked = bool(re.search(r"(?:nr|numer|no|number)$", cell.folded[:end]))
        return numbered(lexed, cell, found, base if marked or is_numberlike(cell.text[slice(*found)]) else 0.6)
    further = _FURTHER.match(cell.folded[end:])
    if further is None or sense_of_number(further[1]) not in (Sense.NONE, Sense.UNKNOWN):
        return None
    found = number_at(cell.text, end + further.end())
    return numbered(lexed, cell, found, 0.93 * base) if found is not None else None


def _near(lexed: Lexed, title: Cell, base: float) -> Numbered | None:
    """The number at the right of a title or under it. One far to the right stands in another column: the one under the
    title goes before it, and neither is sure."""
    right = lexed.layout.right_of(title, title.box)
    under = [(cell, 0.9) for cell in lexed.layout.below(title, title.box, 2.2)[:3]]
    beside = [(right, 0.93)] if right is not None else []
    far = right is not None and right.box.x0 - title.box.x1 > _FAR_RIGHT
    places = [*under, *beside] if far else [*beside, *under]
    found = list(_untitled(lexed, title, [(cell, trust * base) for cell, trust in places], right))
    if not found:
        return None
    contested = far and found[0].cell is not right and any(
        number.cell is right and not _same(number.text, found[0].text) for number in found
    )  # fmt: skip
    return replace(found[0], confidence=_DOUBTED * found[0].confidence) if contested else found[0]


def _untitled(lexed: Lexed, title: Cell, places: list[tuple[Cell, float]], right: Cell | None) -> Iterator[Numbered]:
    """The numbers in cells beside or under a title, each with its trust."""
    for cell, trust in places:
        if hits_in(cell) and hits_in(cell)[0].start == 0:
            continue
        found = number_at(cell.text)
        if found is None or not _stands_alone(cell, found):
            continue
        caption = caption_of(lexed, cell, found[0])
        if cell is not right and caption != title.folded and sense_of_number(caption) is Sense.OTHER:
            continue  # "Nr zamówienia" beside the title heads it
        if caption != title.folded and _is_dated(caption, cell, found):
            continue
        if is_numberlike(cell.text[slice(*found)]) or re.match(r"\W*(?:nr|numer|no)\b", cell.folded):
            yield numbered(lexed, cell, found, trust)


def _is_dated(caption: str, cell: Cell, span: tuple[int, int]) -> bool:
    """Whether what looks like a number ("03/08/2024") is a date with a date's caption."""
    dated = any(d.start <= span[0] < d.end for d in dates_in(cell))
    return dated and sense_of(caption) not in (Sense.NONE, Sense.UNKNOWN)


_DOUBTED = 0.6
_FAR_RIGHT = 0.15  # of the page's width: another column, whose values may be of other documents

_FURTHER = re.compile(r"([^\d:;]{3,40})\b(?:nr|numer|no)\b\W*")  # "Faktura VAT (hurt) nr 7/2025"


def _stands_alone(cell: Cell, span: tuple[int, int]) -> bool:
    rest = cell.text[span[1] :]
    return len(re.sub(r"\W", "", rest)) <= 12 or bool(STOP.match(fold(rest)))


_MERE_NUMBER = re.compile(rf"\W*(?:seria\s?i\s?)?{NUMBER_WORDS}(?:/\s*(?:str|strona|page)(?![a-z])[\s.:]*)?")


def _labelled(lexed: Lexed) -> Iterator[Numbered]:
    for hit in lexed.of(Role.NUMBER):
        if not _is_own(hit) or _TO_DELIVERY.match(hit.cell.folded, hit.end):
            continue
        yield from _behind(lexed, hit, 0.97)


def _marked(lexed: Lexed) -> Iterator[Numbered]:
    """Numbers behind "Nr:" or "Numer:" alone, near the title."""
    for cell in lexed.layout.cells:
        match = _MERE_NUMBER.match(cell.folded)
        if match and cell.box.y0 < 0.4 and not lexed.hits_of(cell) and _is_of_document(lexed, cell):
            found = number_at(cell.text, match.end())
            if found is not None:
                yield numbered(lexed, cell, found, 0.92)
            elif match.end() >= len(cell.text):
                right = lexed.layout.right_of(cell, cell.box)
                found = number_at(right.text) if right is not None else None
                if right is not None and found is not None:
                    yield numbered(lexed, right, found, 0.9)


def _is_of_document(lexed: Lexed, cell: Cell) -> bool:
    """Whether a mere number stands near the title, or under a caption that speaks of the document ("Dane faktury")."""
    return _near_title(lexed, cell) or sense_of_number(caption_of(lexed, cell, 0)) is Sense.ISSUE


_TRUST_OF = {Sense.ISSUE: 0.93, Sense.BARE: 0.88, Sense.NONE: 0.6}
_TITLED = 0.85  # without a caption, but close to the title
_READ = 0.45  # by a recogniser, with no more of a caption than "Nr", or without its series: never sure
_CAPTIONED = re.compile(r"\w+:")
_MEASURED = re.compile(r"\W{0,2}(?:kg|szt|l|t|ton|j\.? ?s|op|opak|ml|g|m|mb|ha|mln|tys)(?![a-z])", re.IGNORECASE)


def _captioned(lexed: Lexed) -> list[Numbered]:
    """The number of the head by its caption ("FV:", "Nr dowodu"), where no label is known and no title has it; one
    without a caption where it is the only one of a number's form."""
    found: dict[Sense, list[Numbered]] = {}
    invoice = _is_invoice(lexed)
    for cell in head_cells(lexed):
        if any(hit.role is Role.TABLE for hit in lexed.hits_of(cell)):
            continue
        for span in _numbers_in(cell):
            if invoice and is_of_goods(cell.text[slice(*span)]):
                continue
            sense = sense_of_number(caption_of(lexed, cell, span[0]))
            trust = _trust_of(lexed, cell, span, sense)
            if trust is not None:
                trust = min(trust, _READ) if series_left(cell.text[: span[0]]) else trust
                found.setdefault(sense, []).append(numbered(lexed, cell, span, trust))
    for sense in _TRUST_OF:
        if sense in found:
            alone = len({fold_invoice_number(number.text) for number in found[sense]}) == 1
            return found[sense] if alone or sense is not Sense.NONE else []
    return []


def _numbers_in(cell: Cell) -> Iterator[tuple[int, int]]:
    """Where anything of a number's form stands in a cell that is no date and no measure."""
    dates = list(dates_in(cell))
    last = 0
    for match in TOKEN.finditer(cell.text):
        span = number_at(cell.text, match.start()) if match.start() >= last else None
        if span is None or span[0] != match.start() or any(d.start < span[1] and span[0] < d.end for d in dates):
            continue
        if _CAPTIONED.match(cell.text[slice(*span)]):
            continue  # "FV: 12/2025"
        if is_numberlike(cell.text[slice(*span)]) and not _MEASURED.match(cell.text, span[1]):
            last = span[1]
            yield span


def _trust_of(lexed: Lexed, cell: Cell, span: tuple[int, int], sense: Sense) -> float | None:
    """How far a number is the document's own by the sense of its caption; None where it is not."""
    text, recognised = cell.text[slice(*span)], cell.engine != "text_layer"
    if sense not in _TRUST_OF or ends_identity_card(cell.folded[: span[1]]):
        return None
    trust = _TRUST_OF[sense]
    if sense is Sense.NONE:
        titled = _near_title(lexed, cell)
        # Recognisers make such forms of anything: only beside the title it is worth asking the other engine.
        if not is_series(text) or (recognised and not (titled and re.match(r"[A-Z\d]", text))):
            return None
        trust = _TITLED if titled else trust
    return min(trust, _READ) if recognised and sense is not Sense.ISSUE else trust


_OF_ANOTHER = re.compile(r"(?:do|dotyczy|korygujaca|korekta|korygowanej|zaliczkowej|zaliczkowa|proformy|ksef)\W*$")
_TO_ANOTHER = re.compile(r"\s*(?:korygowan|(?:w )?ksef|zaliczk|pierwotn|kontrahent)")
_TO_DELIVERY = re.compile(r"[\s.]*(?:(?:wz|pz|mm|zk|zo)(?![\w/-])|wydani|dostaw|zamowi|magazyn|przewoz|zrodl)")


def _is_own(hit: Hit) -> bool:
    """Whether a number's label speaks of the document itself, by the words right before and behind it."""
    before, behind = hit.cell.folded[: hit.start].rstrip(), hit.cell.folded[hit.end :]
    return _OF_ANOTHER.search(before) is None and _TO_ANOTHER.match(behind) is None


def _behind(lexed: Lexed, hit: Hit, trust: float) -> Iterator[Numbered]:
    factor = {"inline": 1.0, "right": 0.98, "below": 0.96, "above": 0.96}
    for place in value_places(lexed, hit):
        if place.how == "below" and any(other.start <= place.start for other in lexed.hits_of(place.cell)):
            continue
        start = place.start
        if place.how == "inline" and place.cell.folded[hit.start : hit.end].endswith("fv"):
            start -= 2  # "dotyczy FV/12/2025": the label's last word is the number's first
        found = number_at(place.cell.text, start, place.end)
        if found is None:
            continue
        if place.how == "below" and not is_numberlike(place.cell.text[slice(*found)]):
            continue
        # "1/09/2025" is a date to look at and a usual number; with hyphens or points it is a date.
        slashed = "/" in place.cell.text[slice(*found)]
        if place.how != "inline" and not slashed and any(d.start <= found[0] < d.end for d in dates_in(place.cell)):
            continue
        doubt = 0.6 if place.how == "below" and _reaches_next(lexed, hit, place.cell, found) else 1.0
        certain = trust * factor[place.how] * (1.0 if hit.exact else 0.97) * doubt
        yield _with_series(numbered(lexed, place.cell, found, certain), hit.cell, hit.inline)
        return


def _reaches_next(lexed: Lexed, hit: Hit, cell: Cell, span: tuple[int, int]) -> bool:
    """Whether a value under its label runs on under the next column's label: two values may have grown together."""
    heading = lexed.layout.right_of(hit.cell, hit.cell.box)
    if heading is None or heading.box.y1 > cell.box.y0 + 0.5 * cell.box.height:
        return False
    box = cell.span_box(*span)
    return box.x0 < hit.box.x1 and box.x1 > heading.box.x0 + 0.3 * cell.box.height and box.x1 <= heading.box.x1


def _near_title(lexed: Lexed, cell: Cell) -> bool:
    height = lexed.layout.heights[cell.page]
    return any(
        other.page == cell.page and abs(other.box.y0 - cell.box.y0) < 5 * height and title_end(other) is not None
        for other in lexed.layout.cells
    )


_OF_OTHERS = (Role.OTHER_NUMBER, Role.CORRECTED, Role.KSEF, Role.NIP, Role.OTHER_ID, Role.PAYMENT)


def _is_other(lexed: Lexed, candidate: Numbered) -> bool:
    """Whether it is the number of another document: the nearest label before it says so."""
    if ends_identity_card(candidate.cell.folded[: candidate.end]):
        return True
    before = [hit for hit in lexed.hits_of(candidate.cell) if hit.end <= candidate.start and hit.exact]
    if before and _is_title(lexed, before[-1]):
        return False  # "Faktura zaliczkowa nr FZ/7" heads the document: elsewhere it names another one
    if before and before[-1].role in _OF_OTHERS:
        return True
    return bool(re.search(r"(?:dotyczy|\bdo)\s+faktur", candidate.cell.folded[: candidate.start]))


def _is_title(lexed: Lexed, hit: Hit) -> bool:
    """Whether a label is part of the document's first title: "Faktura zaliczkowa nr", "Faktura pro forma nr"."""
    if not re.search(r"zaliczk|pro\s?-?\s?forma", hit.cell.folded[hit.start : hit.end]):
        return False
    first = lexed.layout.cells[0].page
    titles = [c for c in lexed.layout.on_page(first) if title_end(c) is not None and c.box.y0 < 0.5]
    return min(titles, key=lambda c: c.box.y0, default=None) is hit.cell and hit.end <= (title_end(hit.cell) or 0)


def read_corrected_number(lexed: Lexed, own: str | None) -> Field[str] | None:
    """The number of the invoice that this document corrects."""
    candidates: list[Numbered] = []
    for hit in lexed.of(Role.CORRECTED, Role.NUMBER):
        if hit.role is Role.NUMBER and _is_own(hit) and not in_corrected_section(lexed, hit):
            continue
        folded = hit.cell.folded
        if re.search(r"(?:data|dane)(?:\s+\w+)?\s*$", folded[: hit.start]) or "ksef" in folded[: hit.end]:
            continue
        candidates.extend(_behind(lexed, hit, 0.96))
    candidates = [c for c in candidates if own is None or fold_invoice_number(c.text) != fold_invoice_number(own)]
    candidates = [c for c in candidates if not any(d.start <= c.start < d.end for d in dates_in(c.cell))]
    if not candidates:
        return None
    best = max(candidates, key=lambda c: c.confidence)
    others = dict.fromkeys(c.text for c in candidates if c.text != best.text)
    confidence = best.confidence * (0.6 + 0.4 * best.cell.span_confidence(best.start, best.end))
    return Field[str](
        value=best.text, confidence=round(confidence, 4), page=best.cell.page,
        box=best.cell.span_box(best.start, best.end), alternatives=tuple(others),
    )  # fmt: skip
