"""Hand-made pages for the tests of tables: words laid out in columns as an invoice would print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extractors.tokens import TokenPage, Word, checked_words
from programme.geometry import Box
from programme.invoices import Source

GROSZ = Decimal("0.01")
LETTER = 0.0062  # width of a letter, fraction of the page's width
HEIGHT = 0.009


@dataclass(frozen=True)
class Article:
    """What one line of the made invoice says."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    rate: int = 8

    @property
    def net(self) -> Decimal:
        return (self.quantity * self.price).quantize(GROSZ, ROUND_HALF_UP)

    @property
    def vat(self) -> Decimal:
        return (self.net * self.rate / 100).quantize(GROSZ, ROUND_HALF_UP)


def money(value: Decimal, thousands: str = " ") -> str:
    """1234.5 as "1 234,50"."""
    return f"{value:,.2f}".replace(",", "\0").replace(".", ",").replace("\0", thousands)


def plain(value: Decimal) -> str:
    """A quantity as printed, with a comma."""
    return str(value).replace(".", ",")


class Sheet:
    """A page that words are written on."""

    def __init__(self, joined: bool = False, slope: float = 0.0) -> None:
        self.words: list[Word] = []
        self.joined = joined  # whole cells as one word without spaces, as some OCR engines give them
        self.slope = slope

    def write(self, x: float, y: float, text: str, right: bool = False) -> None:
        """Text at x (its left edge, or its right one) and y (top), in page fractions."""
        if self.joined:
            text = text.replace(" ", "")
        left = x - len(text) * LETTER if right else x
        for part in text.split(" "):
            if part:
                top = y + self.slope * (left + len(part) * LETTER / 2 - 0.5)
                self.words.append(Word(part, Box(left, top, left + len(part) * LETTER, top + HEIGHT)))
            left += (len(part) + 1) * LETTER

    def page(self, number: int = 1, source: Source = Source.PDF_TEXT) -> TokenPage:
        """The page as read."""
        return TokenPage(number, 595, 842, checked_words(self.words), source, "text_layer")


LABELS = {
    "lp": "Lp.", "code": "Indeks", "name": "Nazwa towaru", "pkwiu": "PKWiU", "quantity": "Ilość", "unit": "J.m.",
    "quantity_unit": "Ilość J.m.", "price": "Cena netto", "net": "Wartość netto", "rate": "VAT",
    "vat": "Kwota VAT", "gross": "Wartość brutto",
}  # fmt: skip
WIDTHS = {
    "lp": 4, "code": 9, "name": 40, "pkwiu": 11, "quantity": 9, "unit": 7, "quantity_unit": 16, "price": 12, "net": 15,
    "rate": 6, "vat": 12, "gross": 16,
}  # fmt: skip


def cell(column: str, index: int, article: Article) -> str:
    """What stands in a column for an article."""
    return {
        "lp": str(index), "code": f"KW{index}41", "pkwiu": "01.11.31.0", "quantity": plain(article.quantity),
        "unit": article.unit, "quantity_unit": f"{plain(article.quantity)} {article.unit}",
        "price": money(article.price), "net": money(article.net), "rate": f"{article.rate}%",
        "vat": money(article.vat), "gross": money(article.net + article.vat),
    }[column]  # fmt: skip


def wrapped(text: str, width: int) -> list[str]:
    """The text in rows of at most `width` letters."""
    rows: list[str] = []
    for word in text.split():
        if rows and len(rows[-1]) + 1 + len(word) <= width:
            rows[-1] += " " + word
        else:
            rows.append(word)
    return rows


def table(
    sheet: Sheet, columns: Sequence[str], articles: Sequence[Article], top: float = 0.3, centred: bool = False,
    header: bool = True, first: int = 1,
) -> float:  # fmt: skip
    """Writes a table of items; returns the y below it."""
    starts, x = {}, 0.05
    for column in columns:
        starts[column] = x
        x += (WIDTHS[column] + 1) * LETTER
    y = top
    if header:
        for column in columns:
            label = LABELS[column]
            right = column not in ("name", "lp", "code", "unit", "pkwiu", "quantity_unit")
            sheet.write(starts[column] + (WIDTHS[column] * LETTER if right else 0), y, label, right)
        y += 0.02
    for index, article in enumerate(articles, first):
        rows = wrapped(article.name, WIDTHS["name"])
        middle = y + (len(rows) - 1) * 0.011 / 2 if centred else y
        for number, text in enumerate(rows):
            sheet.write(starts["name"], y + number * 0.011, text)
        for column in columns:
            if column == "name":
                continue
            right = column not in ("lp", "code", "unit", "pkwiu", "quantity_unit")
            edge = starts[column] + (WIDTHS[column] * LETTER if right else 0)
            sheet.write(edge, middle, cell(column, index, article), right)
        y += (len(rows) - 1) * 0.011 + 0.019
    return y


def totals(sheet: Sheet, articles: Sequence[Article], y: float) -> float:
    """Writes the summary by rate and the sum to pay; returns the y below it."""
    y += 0.015
    for x, label in ((0.5, "Stawka"), (0.62, "Netto"), (0.75, "VAT"), (0.9, "Brutto")):
        sheet.write(x, y, label, right=True)
    rates = sorted({a.rate for a in articles})
    sums = [Decimal(0)] * 3
    for rate in rates:
        y += 0.016
        net = sum((a.net for a in articles if a.rate == rate), Decimal(0))
        vat = sum((a.vat for a in articles if a.rate == rate), Decimal(0))
        row = (net, vat, net + vat)
        sums = [s + v for s, v in zip(sums, row, strict=True)]
        sheet.write(0.5, y, f"{rate}%", right=True)
        for x, value in zip((0.62, 0.75, 0.9), row, strict=True):
            sheet.write(x, y, money(value), right=True)
    y += 0.016
    sheet.write(0.5, y, "Razem", right=True)
    for x, value in zip((0.62, 0.75, 0.9), sums, strict=True):
        sheet.write(x, y, money(value), right=True)
    y += 0.025
    sheet.write(0.05, y, "Razem do zapłaty:")
    sheet.write(0.25, y, f"{money(sums[2])} PLN")
    return y + 0.02


RYE = Article("KWS SERAFINO F1 C1 1 j.s. (1 mln nasion) Celest Trio", Decimal(40), "j.s.", Decimal("405.72"))
OTHERS = (
    Article("Saletra amonowa 34% N luz", Decimal("24.200"), "t", Decimal("1445.00")),
    Article("Adiuwant Plonomax 24 szt x 12ml", Decimal(5), "szt.", Decimal("188.20"), 23),
    Article(
        "Żyto hybrydowe KWS Vinetto BB 20 j.s. zaprawa Vibrance Star Duo mat. siewny",
        Decimal(2),
        "szt.",
        Decimal("8075.20"),
    ),
    Article("Paleta drewniana EUR", Decimal(1), "szt.", Decimal("48.50"), 23),
)
