"""Labels that head a party: which of the words "Sprzedawca", "Nabywca", "Odbiorca" on a page do."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.heads.party_lines import PARTY_ROLES, is_mere_word
from extractors.text.hits import Hit
from extractors.text.labels import Lexed, ends_in_brackets, in_brackets
from extractors.text.lexicon import Role

_HEADING_WORDS = 3
_BESIDE = 0.05  # of the page's width, between two names of one heading
_LEADERS = re.compile(r"^\s*(?:[._…]\s?){2,}")  # "Sprzedawca.......: Siew"


def party_hits(lexed: Lexed) -> list[Hit]:
    """Labels that head a party: leading their cell, no signature lines, no sentences."""
    found = []
    for hit in lexed.of(*PARTY_ROLES):
        hits = lexed.hits_of(hit.cell)
        first = hits[0]
        if first.role is Role.SIGNATURE or any(h.role is Role.SIGNATURE for h in hits):
            continue
        if ends_in_brackets(hit):
            # "Jan Rolny (nabywca)": what stands before it is its first line.
            if all(is_mere_word(h) for h in hits if h.start < hit.start):
                found.append(replace(hit, start=0, end=0, value_end=hit.start))
            continue
        # Two column headings may have grown together: "Sprzedawca Nabywca".
        grown = hits[0].leads and all(h.role in PARTY_ROLES for h in hits if h.start <= hit.start)
        if not hit.leads and not grown and not _ends_heading(hit) and not in_brackets(hit):
            continue
        label = hit.cell.text[hit.start : hit.end]
        rest = hit.inline.strip().rstrip(")") if in_brackets(hit) else _LEADERS.sub("", hit.inline).strip(" )")
        if label[:1].islower() and rest and not rest.startswith(":"):
            continue
        if rest[:1] in ".,;" and len(rest) > 1:
            continue
        found.append(hit)
    return [
        hit for hit in found
        if not _is_footer_signature(lexed, hit, found) and not _says_again(lexed, hit, found)
        and not _is_branch(lexed, hit, found)
    ]  # fmt: skip


def _is_branch(lexed: Lexed, hit: Hit, hits: list[Hit]) -> bool:
    """Whether "Oddział Kutno" goes on from the address closely over it in a letterhead, before any party is named."""
    if not hit.cell.folded[hit.start :].startswith("oddzial") or any(_before(other, hit) for other in hits):
        return False
    height = lexed.layout.heights[hit.cell.page]
    return any(
        -0.4 * height <= hit.box.y0 - cell.box.y1 <= _LETTERHEAD * height and _CODE.search(cell.text)
        and min(cell.box.x1, hit.cell.box.x1) > max(cell.box.x0, hit.cell.box.x0)
        for cell in lexed.layout.on_page(hit.cell.page)
    )  # fmt: skip


_LETTERHEAD = 1.2  # letter heights between its lines
_CODE = re.compile(r"(?<!\d)\d\d-\d{3}(?!\d)")


def _ends_heading(hit: Hit) -> bool:
    """Whether it is the last of a heading's few words, as in two languages: "Sprzedaż Seller", "Dla Bill to"."""
    before = hit.cell.text[: hit.start]
    bare = not any(char.isalnum() for char in hit.cell.text[hit.end :]) and not any(char.isdigit() for char in before)
    return bare and len(before.split()) <= _HEADING_WORDS and before[:1].isupper()


def _is_footer_signature(lexed: Lexed, hit: Hit, all_hits: list[Hit]) -> bool:
    """Whether it stands under the table while the same party was named above it ("Odbiorca" for a signature)."""
    tables = [
        t.cell.box.y0 for t in lexed.of(Role.WORDS, Role.PAYMENT) if t.cell.page == hit.cell.page
    ]  # fmt: skip
    below = bool(tables) and hit.cell.box.y0 > max(min(tables), 0.3)
    return below and any(h.role is hit.role and h is not hit and _before(h, hit) for h in all_hits)


def _says_again(lexed: Lexed, hit: Hit, hits: list[Hit]) -> bool:
    """Whether it is a label said twice: "Seller" right under "Sprzedawca", "Sprzedawca" beside "Podmiot 1"."""
    height = lexed.layout.heights[hit.cell.page]
    before = lexed.layout.left_of(hit.cell)
    return any(
        other.role is hit.role and other.cell.page == hit.cell.page
        and not any(char.isalnum() for char in other.inline + hit.inline)
        and (
            (other.cell is before and hit.leads and other.leads and hit.box.x0 - other.box.x1 < _BESIDE)
            or (abs(other.box.x0 - hit.box.x0) < 0.01 and hit.box.y0 - other.box.y0 > 0
                and hit.box.y0 - other.box.y1 < 0.6 * height)
        )
        for other in hits
    )  # fmt: skip


def _before(first: Hit, second: Hit) -> bool:
    return (first.cell.page, first.cell.box.y0) < (second.cell.page, second.cell.box.y0)
