"""Ten ways an invoice looks and six further ones, and the papers that are none. `draw(layout, bill)` gives a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samples.layouts import further, modern, office, plain
from samples.layouts.sheet import Sheet
from samples.model import Bill


@dataclass(frozen=True, slots=True)
class Layout:
    """How a layout is drawn, its paper in mm and its letters."""

    draw: Callable[[Sheet, Bill], None]
    width: float
    height: float
    face: str


LAYOUTS = {
    "boxed_grid": Layout(office.boxed_grid, 210, 297, "sans"),
    "shaded_header": Layout(office.shaded_header, 210, 297, "humanist"),
    "wide_erp": Layout(office.wide_erp, 297, 210, "narrow"),
    "two_line_items": Layout(office.two_line_items, 210, 297, "wide"),
    "modern_band": Layout(modern.modern_band, 210, 297, "sans"),
    "totals_first": Layout(modern.totals_first, 210, 297, "humanist"),
    "ksef_visual": Layout(modern.ksef_visual, 210, 297, "sans"),
    "hand_typed": Layout(plain.hand_typed, 210, 297, "serif"),
    "character_grid": Layout(plain.character_grid, 210, 297, "mono"),
    "roll": Layout(plain.roll, 80, 0, "sans"),
}


# Not printed by any seller of the sample world: for measuring on layouts that nothing was tuned on.
FURTHER = {
    "quantity_first": Layout(further.quantity_first, 210, 297, "serif"),
    "dark_heads": Layout(further.dark_heads, 210, 297, "condensed"),
    "needle_printer": Layout(further.needle_printer, 210, 297, "typewriter"),
    "merged_heads": Layout(further.merged_heads, 210, 297, "book"),
    "cards": Layout(further.cards, 210, 297, "noto"),
    "half_sheet": Layout(further.half_sheet, 210, 148, "condensed"),
}
# Letters a layout may be set in without breaking its columns, by the face it was drawn for.
FACES = {
    "sans": ("sans", "humanist", "noto", "narrow", "serif"),
    "humanist": ("humanist", "sans", "narrow", "book"),
    "narrow": ("narrow",),
    "wide": ("wide", "sans", "noto", "serif"),
    "serif": ("serif", "book", "humanist"),
    "mono": ("mono", "typewriter", "fixed"),
    "typewriter": ("typewriter", "fixed", "mono"),
    "condensed": ("condensed", "narrow", "humanist"),
    "book": ("book", "serif", "condensed"),
    "noto": ("noto", "sans", "humanist", "wide"),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bill and the PDF of it."""

    bill: Bill
    pdf: bytes


def look(layout: str) -> Layout:
    """A layout by name."""
    return LAYOUTS.get(layout) or FURTHER[layout]


def draw(layout: str, bill: Bill, password: str | None = None, face: str | None = None) -> tuple[bytes, int]:
    """The bill as a PDF and its number of pages; drawn twice where pages are numbered "1 of n".

    `face` takes other letters than the layout's own.
    """
    chosen = look(layout)
    letters = face or chosen.face
    # Roll paper is as long as what stands on it.
    height = chosen.height or 96 + 11 * (len(bill.items) + len(bill.before)) + 4 * len(bill.by_rate())
    counting = Sheet(chosen.width, height, letters)
    chosen.draw(counting, bill)
    sheet = Sheet(chosen.width, height, letters, counting.page, password)
    chosen.draw(sheet, bill)
    return sheet.finish(), counting.page
