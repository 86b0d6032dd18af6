"""Totals of the document: the summary by VAT rate, "Razem", "Do zapłaty", checked against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from statistics import median

from extractors.tables.amounts import Number, is_number, join_numbers, looks_numeric, percent, readings
from extractors.tables.arithmetic import GROSZ, RATES, Cell, rate_by_tax
from extractors.tables.attribute_rows import is_attribute
from extractors.tables.columns import Role, role_of
from extractors.tables.heading_words import header_kinds
from extractors.tables.summary import Summary, decide
from extractors.tables.table_rows import FlatRow
from extractors.tables.wording import fold, phrases, run_together
from extractors.tables.wrapped_amounts import rejoined
from extractors.tokens import Word
from programme.invoices import VatRow

_ENDS = phrases(
    "razem", "suma", "ogółem", "łącznie", "w tym", "do zapłaty", "słownie", "kwota należności", "podsumowanie",
    "wg stawki",
    "stawka vat netto", "stawka netto", "stawka podstawa", "forma płatności", "termin płatności", "sposób płatności",
    "zapłata:", "metoda płatności", "warunki płatności", "do przeniesienia", "z przeniesienia", "z przeniesieniem",
    "wartość zamówienia", "pozostało", "netto 8%", "netto 5%", "netto:", "vat 8%:", "vat 23%:", "vat 5%:",
    "netto 23%", "ptu", "sprzedaż opodatkowana",
    "podatek vat", "podstawa vat",
    "kwota pozostała", "płatność", "numer konta", "nr konta", "konto:", "rachunek", "total", "zestawienie vat",
    "faktura zaliczkowa", "podstawa 0%", "podstawa 5%", "podstawa 8%", "podstawa 23%", "podstawa opodatkowania",
    "rozliczenie", "korekta kwoty", "uwagi:",
)  # fmt: skip
_CARRIED = phrases("do przeniesienia", "z przeniesienia", "przeniesienie", "z poprzedniej strony")
_DUE = phrases(
    "do zapłaty", "dozapłaty", "kwota należności ogółem", "suma pln", "ogółem do zapłaty", "razem do zapłaty",
    "kwota końcowa",
    "total due", "należność ogółem", "wartość brutto razem", "razem brutto", "suma brutto", "kwota do zapłaty",
    "korekta kwoty należności", "ogółem brutto", "wartość brutto:", "razem:brutto",
    "kwoty zapłaty (zaliczki) dokumentowana", "kwota zapłaty (zaliczk", "otrzymana kwota zapłaty",
    "grand total", "total amount", "amount due", "balance due", "nett total", "total incl.", "inclusive of vat",
    "inclusive of gst", "inclusive of tax",
)  # fmt: skip
_NET = phrases(
    "suma pozycji", "razem netto", "suma netto", "wartość netto:", "netto razem", "ogółem netto", "razem wartość netto"
)
_VAT = phrases(
    "razem vat", "suma vat", "vat razem", "podatek vat razem", "kwota vat razem", "razem podatek", "suma ptu"
)
_SUM = phrases("razem", "suma", "ogółem", "total", "łącznie", "subtotal")
# An amount in a row of its own, under no other label than this.
_ALONE = {
    fold(word): kind
    for word, kind in (("netto", "net"), ("vat", "vat"), ("brutto", "due"), ("podatek", "vat"), ("kwotavat", "vat"))
}
_MOST = 200  # amounts outside the items that are kept
_CURRENCIES = phrases("pln", "zł")
# What an amount is, by a word of its label; those that hold another come first.
_PLAIN = tuple(
    (phrases(word)[0], kind)
    for word, kind in (
        ("bez vat", "net"), ("bez podatku", "net"), ("z vat", "due"), ("z podatkiem", "due"), ("netto", "net"),
        ("brutto", "due"), ("do zapłaty", "due"), ("vat", "vat"), ("podatek", "vat"),
    )
)  # fmt: skip


def ends_items(row: FlatRow) -> bool:
    """Whether the row, or a cell of it, begins as rows below a table of items do, or heads a summary by rate."""
    if heads_summary(row) or _heads_other(row) or _is_sum(row):
        return True
    for segment in row.segments():
        text = run_together(segment)
        if any(text.startswith(end) for end in _ENDS) and not is_attribute(segment):
            return True
    return False


_OF_SUMS = frozenset(("net", "gross", "vat", "sum", "value", "amount", "rate", "%", "%vat", "with", "bez", "filler"))


def _is_sum(row: FlatRow) -> bool:
    """Whether nothing but words for a sum stands beside the row's one amount ("VAT 8% 4 868,02"), or before each of
    those that sum up ("RAZEM NETTO 100,00 VAT 8,00 BRUTTO 108,00")."""
    money = money_of(row)
    if len(money) != 1 and (_triple(money) is None or any(kind is None for kind, _ in _each_labelled(row, money))):
        return False
    words = [word.text for word in row.words if any(char.isalpha() for char in word.text) and not _is_currency(word)]
    kinds = [
        kind
        for text in words
        for kind in (("sum",) if fold(text).strip(".:()") in _SUM else header_kinds(text) or ("",))
    ]
    return bool(set(kinds) & {"net", "gross", "vat", "sum"}) and set(kinds) <= _OF_SUMS


def is_rate_row(row: FlatRow) -> bool:
    """Whether the row is one of a summary by rate: a rate, its net value and tax, perhaps the gross value, and nothing
    besides."""
    money = money_of(row)
    triple = _triple(money) if len(money) == 3 else [*money, *money[:1]] if len(money) == 2 else None
    rate = None if triple is None else _rate(row) or _bare_rate(row, triple)
    if triple is None or rate is None or (len(money) == 2 and not rate[0].isdigit()):
        return False
    known = {word for number in money for word in number.words}
    rest = [word.text for word in row.words if word not in known and not _OF_SUMS & {*header_kinds(word.text)}]
    if any(sum(map(str.isalpha, text)) > 2 for text in rest) or len(rest) > 3:
        return False
    net, vat = (_value(number) for number in triple[:2])
    share = Decimal(rate) / 100 if rate[0].isdigit() else Decimal(0)
    return net is not None and vat is not None and abs(net * share - vat) <= 5 * GROSZ


def heads_summary(row: FlatRow) -> bool:
    """ "Stawka VAT | Netto | VAT | Brutto", whatever stands beside it."""
    kinds = {kind for word in row.words for kind in header_kinds(word.text)}
    items = kinds & {"quantity", "price", "price_en", "name", "unit", "code"}
    return {"net", "gross"} <= kinds and bool(kinds & {"rate", "vat", "%vat"}) and not items and not money_of(row)


_FOOTER = re.compile(
    r"^[-–\s]*(?:(?:strona|str\.?|page)?\s*\d{1,3}\s*(?:z|/|of)\s*\d{1,3}|(?:strona|str\.|page)\s*\d{1,3})[-–\s]*$",
    re.IGNORECASE,
)


def is_footer(row: FlatRow) -> bool:
    """Whether the row, or a cell of it that says "Strona", numbers the page ("Strona 1 z 2")."""
    cells = (" ".join(word.text for word in segment) for segment in row.segments())
    return bool(_FOOTER.match(row.text)) or any(cell[:1] in "Ss" and _FOOTER.match(cell) for cell in cells)


def _heads_other(row: FlatRow) -> bool:
    """ "Lp. | GTIN | PKWiU ...": the head of another table, without figures."""
    first = row.words[0].text
    return first.strip(".:").casefold() == "lp" and len(row.words) > 2 and not numbers_of(row)


def is_carried(row: FlatRow) -> bool:
    """Whether the row carries a subtotal from or to another page."""
    text = run_together(row.words)
    return any(phrase in text for phrase in _CARRIED)


def numbers_of(row: FlatRow) -> list[Number]:
    """The row's numbers; thousands joined, over a space of letters as wide as the row's own."""
    letters = [word.box.width / len(word.text) for word in row.words if len(word.text) > 2]
    reach = 0.75 * max(row.unit, 2 * median(letters) if letters else 0.0)
    return [n for n in join_numbers(row.words, reach) if is_number(n.text) or looks_numeric(n.text)]


def money_of(row: FlatRow) -> list[Number]:
    """The row's amounts: numbers with two decimals."""
    return [n for n in numbers_of(row) if re.search(r"\d[.,]\d{2}\D*$", n.text)]


def _cell(row: FlatRow, number: Number) -> Cell:
    return Cell(row.page, number.box, (number.text,), min(word.confidence for word in number.words))


def _value(number: Number) -> Decimal | None:
    found = readings(number.text)
    return found[0].value if found else None


def _rate(row: FlatRow) -> str | None:
    text = row.text.replace(" %", "%")
    return next((rate for word in text.split() if (rate := percent(word)) is not None), None)


def find_summary(rows: Sequence[FlatRow]) -> Summary:
    """The sums printed among `rows`: those outside the tables of items, in order."""
    found: dict[str, list[Cell]] = {"net": [], "vat": [], "due": []}
    triples: list[tuple[FlatRow, list[Number], str]] = []
    vat_rows: list[VatRow] = []
    carried_in: Decimal | None = None
    carried_out: Decimal | None = None
    amounts: list[Cell] = []
    for row in rejoined(rows):
        money = money_of(row)
        if not money:
            continue
        amounts += [_cell(row, number) for number in money]
        label = run_together(word for word in row.words if not is_number(word.text))
        if is_carried(row):
            value = _value(money[0])
            if any(phrase in label for phrase in _CARRIED[:1]):
                carried_out = value
            elif carried_in is None and carried_out is None:
                carried_in = value
        elif (taxed := _taxed_sentence(row, money)) is not None:
            vat_rows.append(taxed)
        elif (triple := _triple(money)) is not None:
            triples.append((row, triple, label))
        elif len(money) == 1 or any(phrase in label for phrase in (*_DUE, *_NET, *_VAT)) or label.startswith(_SUM):
            for kind, number in _labelled_sums(row, money, label):
                found[kind].append(_cell(row, number))
    if any(cell.value() for cell in amounts):
        found["due"] = [cell for cell in found["due"] if cell.value() != 0]  # paid already: nothing is left to pay
    for row, triple, label in triples:
        rate = _rate(row) or _bare_rate(row, triple)
        if rate is None and _sums_up(row, label):
            for kind, number in zip(found, triple, strict=True):
                found[kind].insert(0, _cell(row, number))
        elif rate is not None or _untaxed(triple, label):
            net, vat, gross = (_value(number) for number in triple)
            vat_rows.append(VatRow(rate=rate_by_tax(rate, net, vat) or "0", net=net, vat=vat, gross=gross))
    for row, triple, _label in triples if not found["net"] and not vat_rows else ():
        for kind, number in zip(found, triple, strict=True):
            found[kind].append(_cell(row, number))
    net_cells, vat_cells, due_cells = (tuple(cells) for cells in found.values())
    return Summary(
        net_cells, vat_cells, due_cells, tuple(dict.fromkeys(vat_rows)), carried_in, carried_out, tuple(amounts[:_MOST])
    )


def _labelled_sums(row: FlatRow, money: Sequence[Number], label: str) -> list[tuple[str, Number]]:
    """The sums a row names ("net", "vat" or "due"): each of its amounts by the words before it, or its last amount by
    all words of the row. Net values and taxes of one rate ("VAT 8: 480,00") are none."""
    said = [(kind, number) for kind, number in _each_labelled(row, money) if kind is not None]
    if len(money) < 2 or not said or said[0][1] is not money[0]:
        whole = _single(label) or _worded(row)
        said = [(whole, money[-1])] if whole is not None else []
    return [(kind, number) for kind, number in said if kind == "due" or not _behind_rate(row, number)]


def _behind_rate(row: FlatRow, number: Number) -> bool:
    place = row.words.index(number.words[0])
    return place > 0 and row.words[place - 1].text.strip(":.") in RATES


def _sums_up(row: FlatRow, label: str) -> bool:
    """Whether a word for a sum stands at the head of the row or of one of its cells, or before a colon or a stroke."""
    if label.startswith(_SUM) or any(f"{word}:" in label or f"{word}/" in label for word in _SUM):
        return True
    return any(run_together(segment).startswith(_SUM) for segment in row.segments())


def _bare_rate(row: FlatRow, triple: Sequence[Number]) -> str | None:
    """A rate printed without its per cent sign, proven by the amounts beside it."""
    values = [_value(number) for number in triple]
    for word in row.words:
        rate = percent(word.text.strip("%") + "%")
        if rate is None or not rate[0].isdigit() or any(word in number.words for number in triple):
            continue
        if values[0] is not None and values[1] and abs(values[0] * Decimal(rate) / 100 - values[1]) <= 5 * GROSZ:
            return rate
    return None


def _triple(money: Sequence[Number]) -> list[Number] | None:
    """Net, VAT and gross: three numbers in a row of which the first (or last) two add up to the other."""
    for a, b, c in zip(money, money[1:], money[2:], strict=False):
        x, y, z = _value(a), _value(b), _value(c)
        if x is None or y is None or z is None:
            continue
        if x * y < 0 < x * z:
            # A tax has the sign of its net value: a stroke read as a minus must not make the gross value a net one.
            if abs(x - y - z) <= GROSZ and y < 0:
                return [a, replace(b, text=b.text.lstrip("-−– ")), c]
            continue
        if x != 0 and abs(x + y - z) <= GROSZ and abs(y) < abs(x):
            return [a, b, c]
        if z != 0 and y != 0 and abs(z + y - x) <= GROSZ and abs(y) < abs(z):
            return [c, b, a]  # "Brutto | w tym VAT | Netto"
    return None


def _untaxed(triple: Sequence[Number], label: str) -> bool:
    """A row of the summary for sales without tax, named in words ("zwolnione od podatku")."""
    return _value(triple[1]) == 0 and len(label) > 1


def _taxed_sentence(row: FlatRow, money: Sequence[Number]) -> VatRow | None:
    """ "Podatek VAT 8% od kwoty 5310,00 zł wynosi 424,80 zł": a rate, an amount and its tax."""
    rate = _rate(row)
    after = {one: two.text for one, two in pairwise(row.words)}
    money = [n for n in money if not after.get(n.words[-1], "").startswith("%")]  # "8,00 %" is no amount
    if rate is None or not 2 <= len(money) <= 3 or not rate[0].isdigit() or (len(money) == 3 and _triple(money)):
        return None
    for one, two in pairwise(money):  # a further amount stands beside the sentence
        base, tax = _value(one), _value(two)
        if base is not None and tax is not None and abs(base * Decimal(rate) / 100 - tax) <= 2 * GROSZ:
            return VatRow(rate=rate, net=base, vat=tax, gross=base + tax)
    return None


def _each_labelled(row: FlatRow, money: Sequence[Number]) -> Iterator[tuple[str | None, Number]]:
    """Each amount of a row with what the words before it say it is: "Łącznie netto 100,00, VAT 8,00"."""
    start = 0
    for number in money:
        stop = row.words.index(number.words[0])
        before = [word for word in row.words[start:stop] if not is_number(word.text) and not _is_currency(word)]
        label = run_together(before)
        start = row.words.index(number.words[-1]) + 1
        named = next((kind for word, kind in _PLAIN if label.strip(",;:").startswith(word)), None)
        yield _single(label) or named, number


def _single(label: str) -> str | None:
    if label.startswith(_SUM):
        # "Razem PLN bez VAT", "Łącznie do zapłaty z podatkiem", "Suma (brutto)"
        rest = label.removeprefix(next(word for word in _SUM if label.startswith(word)))
        kind = next((kind for word, kind in _PLAIN if word in rest[:24]), None)
        if kind is not None:
            return kind
    if any(phrase in label for phrase in _NET):
        return "net"
    if any(phrase in label for phrase in _VAT):
        return "vat"
    if any(phrase in label for phrase in _DUE) or _plain_sum(label) in _SUM:
        return "due"
    return _ALONE.get(_plain_sum(label))


def _worded(row: FlatRow) -> str | None:
    """What a row of nothing but words for a sum says: "Wartość brutto", "Ogółem kwota podatku"; of a rate, nothing."""
    kinds: list[str] = []
    for word in row.words:
        text = fold(word.text).strip(".:;()")
        if not any(char.isalpha() for char in word.text) or text in _SUM or text in _CURRENCIES:
            continue
        found = header_kinds(word.text)
        if not found:
            return None
        kinds += found
    if _rate(row) is not None or not kinds:
        return None
    return {Role.NET: "net", Role.VAT: "vat", Role.TAX: "vat", Role.GROSS: "due"}.get(role_of(kinds) or Role.LP)


def _is_currency(word: Word) -> bool:
    return fold(word.text).strip(".,;") in _CURRENCIES


def _plain_sum(label: str) -> str:
    """The label without its currency: "RAZEM: ... zł" says no more than "Razem"."""
    plain = label.strip(":.")
    for currency in _CURRENCIES:
        plain = plain.removesuffix(currency)
    return plain.strip(":.")


def several_sums(rows: Sequence[FlatRow]) -> bool:
    """Whether pages sum up by themselves, each with its own rows by rate, to different totals: several invoices."""
    sums = set()
    for page in {row.page for row in rows}:
        summary = find_summary([row for row in rows if row.page == page])
        decided = decide(summary)
        carried = summary.carried_in is not None or summary.carried_out is not None
        if summary.vat_rows and decided.agree and decided.gross is not None and not carried:
            sums.add(decided.gross)
    return len(sums) > 1
