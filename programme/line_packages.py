"""The unit of a line and the package it means: of a variety sold in bags and big bags, which one."""

from __future__ import annotations

from decimal import Decimal

from programme.invoices import LineItem, UnitKind
from programme.packages import package_kind, package_sizes
from programme.registry import Product
from programme.units import unit_kind
from programme.varieties import Variety


def line_unit(line: LineItem) -> UnitKind | None:
    """The line's unit, as tagged or as printed: OTHER for one that is not understood, None where none is printed."""
    if line.unit_kind is not None:
        return line.unit_kind
    printed = line.unit or ""
    return unit_kind(printed) or (UnitKind.OTHER if any(map(str.isalnum, printed)) else None)


def product_of(variety: Variety, line: LineItem) -> Product | None:
    """The one product of the variety the wording picks, or None."""
    if len(variety.products) == 1:
        return variety.products[0]
    sizes = stated_sizes(line, variety)
    if len(sizes) == 1:
        matching = [p for p in variety.products if p.seed_units_per_package == next(iter(sizes))]
        return matching[0] if len(matching) == 1 else None
    if sizes:
        return None
    kind = package_of(line)
    if kind is UnitKind.BIG_BAG:
        matching = [p for p in variety.products if package_kind(p.name) is UnitKind.BIG_BAG]
    elif kind is UnitKind.BAG or line_unit(line) is UnitKind.SEED_UNIT:
        matching = [p for p in variety.products if package_kind(p.name) is not UnitKind.BIG_BAG]
    else:
        return None
    return matching[0] if len(matching) == 1 else None


def package_of(line: LineItem) -> UnitKind | None:
    """Big bag or bag: by the unit, else by the wording. "op." and "szt." name no package."""
    if UnitKind.BIG_BAG in (line_unit(line), unit_kind(line.unit or "")):
        return UnitKind.BIG_BAG
    worded = line.mention.package_kind or package_kind(line.description)
    return worded or package_kind(line.unit or "")


def is_of_kind(product: Product, package: UnitKind | None) -> bool:
    """Whether the package worded is the catalogue product's: a big bag is never a one-unit bag."""
    if package is None:
        return False
    return (package_kind(product.name) is UnitKind.BIG_BAG) == (package is UnitKind.BIG_BAG)


def stated_sizes(line: LineItem, variety: Variety) -> frozenset[Decimal]:
    """Package sizes stated, by the wording and by the tagger; more than one is a contradiction.

    A size only the tagger found (lost spaces make "C1 1 j.s." into "C11j.s.") counts where the catalogue knows it.
    """
    stated = package_sizes(line.description)
    tagged = line.mention.package_units
    if tagged is None or tagged in stated:
        return stated
    if stated or any(product.seed_units_per_package == tagged for product in variety.products):
        return stated | {tagged}
    return stated
