"""Headings that ran together, taken apart by the columns of numbers below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.tables.columns import Column, Header, Piece, Role, role_of
from extractors.tables.grid import Cluster

_OVER = 0.5  # share of the narrower one by which numbers stand under a heading


def divided(header: Header, clusters: Sequence[Cluster]) -> Header:
    """The header with each heading that stands over several columns of numbers divided among them.

    A heading is only divided where every column gets words that name a role; "Cena netto / brutto" over two columns of
    prices stays whole. One of quantities stays over the column its own words stand over: those behind them name others,
    however misread ("Liczba JMC. nettoStaw.").
    """
    columns: list[Column] = []
    for column in header.columns:
        below = sorted((c for c in clusters if _over(column, c)), key=lambda c: c.centre)
        shares = _shares(column, below) if len(below) > 1 and _beside(below) else []
        parts = [_heading(share) for share in shares]
        if None in parts or len({part.role for part in parts if part is not None}) < len(parts):
            parts = [part for part in parts if part is not None and part.role is column.role is Role.QUANTITY]
        columns += [part for part in parts if part is not None] or [column]
    return replace(header, columns=tuple(columns))


def _over(column: Column, cluster: Cluster) -> bool:
    shared = min(column.x1, cluster.x1) - max(column.x0, cluster.x0)
    return shared >= _OVER * (cluster.x1 - cluster.x0)


def _beside(clusters: Sequence[Cluster]) -> bool:
    """Whether the columns stand beside each other in the same rows."""
    rows = [{atom.row for atom in cluster.atoms} for cluster in clusters]
    return all(one & other for one, other in pairwise(rows))


def _shares(column: Column, clusters: Sequence[Cluster]) -> list[list[Piece]]:
    """The heading's words by the column each stands over."""
    shares: list[list[Piece]] = [[] for _ in clusters]
    for piece in column.pieces:
        centre = (piece.x0 + piece.x1) / 2
        reach = [max(c.x0 - centre, centre - c.x1) for c in clusters]
        shares[reach.index(min(reach))].append(piece)
    return shares


def _heading(pieces: Sequence[Piece]) -> Column | None:
    """The words as a heading of their own; None where they name no role."""
    kinds = tuple(piece.kind for piece in pieces)
    role = role_of(kinds)
    if role is None:
        return None
    label = " ".join(piece.text for piece in pieces)
    return Column(role, min(p.x0 for p in pieces), max(p.x1 for p in pieces), label, kinds, tuple(pieces))
