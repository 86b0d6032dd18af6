"""Ten ways an invoice looks, and the papers that are none. `draw(layout, bill)` gives a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samples.layouts import modern, office, plain
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


def draw(layout: str, bill: Bill, password: str | None = None) -> tuple[bytes, int]:
    """The bill as a PDF and its number of pages; drawn twice where pages are numbered "1 of n"."""
    chosen = LAYOUTS[layout]
    # Roll paper is as long as what stands on it.
    height = chosen.height or 96 + 11 * (len(bill.items) + len(bill.before)) + 4 * len(bill.by_rate())
    counting = Sheet(chosen.width, height, chosen.face)
    chosen.draw(counting, bill)
    sheet = Sheet(chosen.width, height, chosen.face, counting.page, password)
    chosen.draw(sheet, bill)
    return sheet.finish(), counting.page
