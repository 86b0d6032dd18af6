"""A sheet of paper to draw on, in millimetres from the top left, with tables that break over pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from samples.fonts import register_fonts
from samples.model import Item

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: title, width in mm, alignment "l", "r" or "c", and what stands in a row's cell."""

    title: str
    width: float
    align: str
    cell: Callable[[int, Item], str]


@dataclass(frozen=True, slots=True)
class TableStyle:
    """`rules` is "grid", "rows", "head" or "none"; sizes in points; shade is the grey of the head, None for no fill."""

    rules: str = "grid"
    size: float = 8
    head_size: float = 7
    shade: float | None = None
    head_bold: bool = True
    padding: float = 1.1
    colour: tuple[float, float, float] | None = None


class Sheet:
    """One document being drawn. `total` is its number of pages once known (0 while counting)."""

    def __init__(self, width: float, height: float, face: str, total: int = 0, password: str | None = None) -> None:
        from reportlab.pdfgen.canvas import Canvas

        register_fonts()
        self.width, self.height, self.face, self.total = width, height, face, total
        self.page = 1
        self.bottom = height - 18
        self.top = 15.0
        self.on_page: Callable[[Sheet], None] | None = None
        self._buffer = io.BytesIO()
        self.canvas: Any = Canvas(
            self._buffer, pagesize=(width * MM, height * MM), invariant=1, encrypt=_lock(password) if password else None
        )
        self.canvas.setCreator("Siewca ERP")

    def text(
        self, x: float, y: float, text: str, size: float = 9, bold: bool = False, align: str = "l", grey: float = 0
    ) -> None:
        """One line with its baseline at `y`."""
        self.canvas.setFillGray(grey)
        self.canvas.setFont(f"{self.face}-bold" if bold else self.face, size)
        draw = {"l": self.canvas.drawString, "r": self.canvas.drawRightString, "c": self.canvas.drawCentredString}[
            align
        ]
        draw(x * MM, (self.height - y) * MM, text)

    def lines(
        self, x: float, y: float, texts: Sequence[str], size: float = 9, gap: float | None = None, **style: Any
    ) -> float:
        """Several lines below one another; gives the y below the last."""
        step = gap or size * 0.46
        for text in texts:
            self.text(x, y, text, size, **style)
            y += step
        return y

    def wrapped(self, text: str, width: float, size: float, bold: bool = False) -> list[str]:
        """`text` broken to lines that fit `width` mm."""
        from reportlab.lib.utils import simpleSplit

        return simpleSplit(text, f"{self.face}-bold" if bold else self.face, size, width * MM) or [""]

    def rule(self, x0: float, y0: float, x1: float, y1: float, weight: float = 0.5) -> None:
        """A straight line, `weight` in points."""
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(weight)
        self.canvas.line(x0 * MM, (self.height - y0) * MM, x1 * MM, (self.height - y1) * MM)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: float | tuple[float, float, float] | None = None,
        weight: float = 0.5,
        stroke: bool = True,
    ) -> None:
        """A rectangle with its top left at x, y."""
        if isinstance(fill, tuple):
            self.canvas.setFillColorRGB(*fill)
        elif fill is not None:
            self.canvas.setFillGray(fill)
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(weight)
        self.canvas.rect(
            x * MM,
            (self.height - y - height) * MM,
            width * MM,
            height * MM,
            stroke=int(stroke),
            fill=int(fill is not None),
        )

    def next_page(self) -> float:
        """Ends the page and begins another; gives the y to go on at."""
        if self.on_page:
            self.on_page(self)
        self.canvas.showPage()
        self.page += 1
        return self.top

    def room(self, y: float, needed: float) -> float:
        """`y`, or the top of a new page where `needed` mm do not fit any more."""
        return y if y + needed <= self.bottom else self.next_page()

    def table(self, x: float, y: float, columns: Sequence[Column], items: Sequence[Item], style: TableStyle) -> float:
        """A table of items with its head repeated on each page; gives the y below it."""
        y = self._head(x, y, columns, style)
        for number, item in enumerate(items, start=1):
            cells = [c.cell(number, item).split("\n") for c in columns]
            wrapped = [
                [line for part in cell for line in self.wrapped(part, c.width - 2 * style.padding, style.size)]
                for c, cell in zip(columns, cells, strict=True)
            ]
            step = style.size * 0.44
            height = max(len(cell) for cell in wrapped) * step + 2 * style.padding
            if y + height > self.bottom:
                y = self._head(x, self.next_page(), columns, style)
            self._row(x, y, columns, wrapped, height, step, style)
            y += height
        return y

    def _head(self, x: float, y: float, columns: Sequence[Column], style: TableStyle) -> float:
        wrapped = [
            [
                line
                for part in c.title.split("\n")
                for line in self.wrapped(part, c.width - 1, style.head_size, style.head_bold)
            ]
            for c in columns
        ]
        step = style.head_size * 0.43
        height = max(len(cell) for cell in wrapped) * step + 2 * style.padding
        width = sum(c.width for c in columns)
        if style.colour or style.shade is not None:
            self.box(x, y, width, height, style.colour or style.shade, stroke=style.rules == "grid")
        grey = 1 if style.colour and sum(style.colour) < 1.5 else 0
        left = x
        for c, cell in zip(columns, wrapped, strict=True):
            if style.rules == "grid":
                self.box(left, y, c.width, height)
            for index, line in enumerate(cell):
                at = y + style.padding + step * (index + 0.8)
                self.text(_anchor(left, c, style.padding), at, line, style.head_size, style.head_bold, c.align, grey)
            left += c.width
        if style.rules in ("rows", "head"):
            self.rule(x, y + height, x + width, y + height, 0.9)
        return y + height

    def _row(
        self,
        x: float,
        y: float,
        columns: Sequence[Column],
        wrapped: Sequence[Sequence[str]],
        height: float,
        step: float,
        style: TableStyle,
    ) -> None:
        left = x
        for c, cell in zip(columns, wrapped, strict=True):
            if style.rules == "grid":
                self.box(left, y, c.width, height, weight=0.4)
            for index, line in enumerate(cell):
                self.text(
                    _anchor(left, c, style.padding),
                    y + style.padding + step * (index + 0.8),
                    line,
                    style.size,
                    align=c.align,
                )
            left += c.width
        if style.rules == "rows":
            self.rule(x, y + height, left, y + height, 0.25)

    def qr(self, link: str, x: float, y: float, size: float) -> None:
        """A QR code of `size` mm with its quiet border, as vector squares."""
        from qrcode.constants import ERROR_CORRECT_M
        from qrcode.main import QRCode

        code: Any = QRCode(error_correction=ERROR_CORRECT_M, border=4)
        code.add_data(link)
        code.make(fit=True)
        matrix = code.get_matrix()
        module = size / len(matrix)
        self.canvas.setFillGray(0)
        for row, line in enumerate(matrix):
            for column, dark in enumerate(line):
                if dark:
                    at_y = self.height - y - (row + 1) * module
                    self.canvas.rect(
                        (x + column * module) * MM, at_y * MM, module * MM * 1.02, module * MM * 1.02, stroke=0, fill=1
                    )

    def finish(self) -> bytes:
        """The PDF file."""
        if self.on_page:
            self.on_page(self)
        self.canvas.showPage()
        self.canvas.save()
        return self._buffer.getvalue()


def _anchor(left: float, column: Column, padding: float) -> float:
    if column.align == "r":
        return left + column.width - padding
    return left + column.width / 2 if column.align == "c" else left + padding


def _lock(password: str) -> Any:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return StandardEncryption(password, ownerPassword=password + "-owner", strength=128)
