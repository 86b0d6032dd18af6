"""A file of several documents taken apart: which pages belong to which.

A farmer scans all his invoices of a season into one file. Read as one they would add up together; read apart, each is
an invoice like any other, and the claim takes the one it declares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from extractors.heads.bundles import MOST_PAGES, Head, head_of, may_be_one
from extractors.tokens import TokenPage
from programme.invoices import DocumentType

# Papers that lie with an invoice and are told apart from it only beside a second one; see bundles.py.
_BESIDE = frozenset({DocumentType.DELIVERY_NOTE})


@dataclass(frozen=True, slots=True)
class Apart:
    """The documents of a file. `documents` holds, for each, the indexes of its pages in order; one where the file is
    one document. `certain` False: a head was not read surely, or two numbers differ so little that they may be one
    misread, so the parts are only to be believed where each adds up by itself."""

    documents: tuple[tuple[int, ...], ...]
    certain: bool = True


def documents_in(pages: Sequence[TokenPage]) -> Apart:
    """Where the file holds several invoices, or an invoice and a document that is none, the pages of each.

    A page with a head of its own (title, number, date, parties) begins a document, or goes on with the one of its
    number; a page without one belongs to the document before it. Copies stay together.
    """
    whole = Apart((tuple(range(len(pages))),))
    if not 1 < len(pages) <= MOST_PAGES:
        return whole
    heads: list[Head | None] = []
    groups: list[list[int]] = []
    current = -1
    for index, page in enumerate(pages):
        head = head_of(page)
        if head is not None:
            current = next((place for place, other in enumerate(heads) if other == head), len(groups))
        elif current < 0:
            current = 0
        if current == len(groups):
            groups.append([])
            heads.append(head)
        groups[current].append(index)
    if not _are_several(heads):
        return whole
    return Apart(tuple(map(tuple, groups)), _surely_differ(heads, pages))


def _are_several(heads: Sequence[Head | None]) -> bool:
    """A first page without a head counts: its head was not read, for no invoice begins on its second page."""
    kinds = [head.kind if head else None for head in heads if head is None or head.kind not in _BESIDE]
    return DocumentType.INVOICE in kinds and len(kinds) > 1


def _surely_differ(heads: Sequence[Head | None], pages: Sequence[TokenPage]) -> bool:
    numbers = [head.number for head in heads if head is not None and head.kind is DocumentType.INVOICE]
    alike = any(may_be_one(one, other, pages[0].source) for one, other in combinations(numbers, 2))
    return all(head is not None and head.sure for head in heads) and not alike
