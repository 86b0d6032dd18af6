"""Lines that prove themselves: of every cell's possible values the one combination that adds up.

quantity x price = net (or, priced gross, = gross), less a discount; net + VAT = gross. Nothing is invented:
a value is one of the readings of its cell, or follows from two printed ones that agree with the rate, or it stays
unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice, product

from extractors.tables.amounts import Reading, percent, readings
from extractors.tables.columns import Role
from programme.geometry import Box

GROSZ = Decimal("0.01")
RATES = ("8", "23", "5", "0", "7", "22", "3")  # of Poland's VAT
_ROUNDED = 5 * GROSZ  # by which a tax summed up from lines may differ from that of their sum
_MOST = 20_000  # combinations of one line looked at, so that hostile cells cannot stall the reading


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read: its texts (one per reader or scale, equals), where it stands, the reader's confidence."""

    page: int
    box: Box
    texts: tuple[str, ...]
    confidence: float = 1.0

    def values(self, money: bool = True) -> tuple[Reading, ...]:
        """Every reading of every text, the most literal first."""
        found: dict[Decimal, Reading] = {}
        for text in self.texts:
            for reading in readings(text.rstrip("% "), money):
                if reading.value not in found or found[reading.value].penalty > reading.penalty:
                    found[reading.value] = reading
        return tuple(sorted(found.values(), key=lambda r: r.penalty)[:6])

    def value(self, money: bool = True) -> Decimal | None:
        """The most literal reading's value; None where no text is a number."""
        return next((reading.value for reading in self.values(money)), None)

    def joined(self, texts: tuple[str, ...]) -> Cell:
        """The cell with further texts."""
        return replace(self, texts=tuple(dict.fromkeys((*self.texts, *texts))))


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a table before its numbers are decided. `spots` say where missing cells should stand; `exact` words
    are of a text layer, where no letter is misread; an `astray` unit was found outside the units' column."""

    page: int
    box: Box
    description: str
    unit: str | None
    cells: Mapping[Role, Cell]
    before: bool = False
    spots: Mapping[Role, Box] = field(default_factory=dict)
    lp: str | None = None
    exact: bool = False
    astray: bool = False

    def first(self, *roles: Role, money: bool = True) -> Decimal | None:
        """The value of the first of these cells that the line has."""
        cell = next((self.cells[role] for role in roles if role in self.cells), None)
        return cell.value(money) if cell is not None else None


@dataclass(frozen=True, slots=True)
class Solution:
    """Values for one line. `holds` is None where the product could not be tried, or, `rounded`, agrees with the value
    but would agree with another quantity as well. Lower `penalty` is better."""

    values: Mapping[Role, Decimal]
    holds: bool | None
    penalty: int
    rounded: bool = False

    @property
    def quantity(self) -> Decimal | None:
        return self.values.get(Role.QUANTITY)

    @property
    def net(self) -> Decimal | None:
        return self.values.get(Role.NET)

    @property
    def gross(self) -> Decimal | None:
        return self.values.get(Role.GROSS)


def product_holds(quantity: Reading, price: Reading, value: Decimal) -> bool:
    """Whether quantity x price = value, to a grosz, or to what rounding of the printed price allows.

    The wider tolerance (a price printed to grosze of a price kept finer, or computed from gross) is only taken
    where a quantity or a price wrong in its last digit would still be noticed.
    """
    if value == 0 or quantity.value == 0:
        return False
    difference = abs(quantity.value * price.value - value)
    if difference <= GROSZ:
        return True
    rounding = _rounding(quantity, price)
    step = Decimal(1).scaleb(-_telling_decimals(quantity.value)) * abs(price.value)
    return price.decimals >= 2 and difference <= rounding and rounding * 4 <= step


def _rounding(quantity: Reading, price: Reading) -> Decimal:
    """By how many zł the value may differ from quantity x price: half a unit of the price's last printed digit times
    the quantity, and a grosz of its own."""
    return abs(quantity.value) * Decimal(5).scaleb(-price.decimals - 1) + GROSZ


def _is_rounded(quantity: Reading, price: Reading, value: Decimal) -> bool:
    """Whether the rounding of the price explains the value, however little that says about the quantity: of cheap
    things in large numbers ("509 kg" at 1,52) another quantity would do as well."""
    if not (quantity.value and price.value and value) or price.decimals < 2:
        return False
    return abs(quantity.value * price.value - value) <= _rounding(quantity, price)


def _telling_decimals(value: Decimal) -> int:
    """The decimals of a number without the zeros at its end: "30,000" counts whole things."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def solutions(line: RawLine) -> list[Solution]:
    """The line's possible values, best first: those that hold, then the literal reading."""
    cells = _resolved(line.cells)
    options = {role: cell.values(money=role is not Role.QUANTITY) for role, cell in cells.items() if role in _NUMERIC}
    options = {role: found for role, found in options.items() if found}
    rate = _rate(cells)
    implied = _net_by_tax(options, rate)
    if implied is not None and all(reading.value != implied.value for reading in options.get(Role.NET, ())):
        options[Role.NET] = (*options.get(Role.NET, ()), implied)
    roles = list(options)
    found: dict[tuple[Decimal | None, Decimal | None, Decimal | None], Solution] = {}
    for combination in islice(product(*options.values()), _MOST):
        chosen = dict(zip(roles, combination, strict=True))
        solution = _judge(chosen, rate)
        key = (solution.quantity, solution.net, solution.gross)
        if key not in found or _rank(solution) < _rank(found[key]):
            found[key] = solution
    told = sorted(found.values(), key=_rank)
    if any(solution.holds is not False for solution in told):
        return told
    return sorted((replace(s, holds=None) if s.rounded else s for s in told), key=_rank)


_NUMERIC = (
    Role.QUANTITY, Role.PRICE, Role.PRICE_GROSS, Role.PRICE_AFTER, Role.DISCOUNT, Role.NET, Role.VAT, Role.GROSS,
)  # fmt: skip


def _net_by_tax(options: Mapping[Role, Sequence[Reading]], rate: Decimal | None) -> Reading | None:
    """The net value that a line's printed VAT and gross value say at its rate, where a stamp or pen hides it."""
    if rate is None or rate == 0 or Role.VAT not in options or Role.GROSS not in options:
        return None
    vat, gross = options[Role.VAT][0], options[Role.GROSS][0]
    net = gross.value - vat.value
    if vat.penalty or gross.penalty or abs((net * rate).quantize(GROSZ, ROUND_HALF_UP) - vat.value) > GROSZ:
        return None
    return Reading(net, 1, 2)


def _rank(solution: Solution) -> tuple[bool, int]:
    return (solution.holds is False, solution.penalty)


def _resolved(cells: Mapping[Role, Cell]) -> dict[Role, Cell]:
    """The cells with VALUE and TAX made what they must be beside the others."""
    result = dict(cells)
    value, tax = result.pop(Role.VALUE, None), result.pop(Role.TAX, None)
    if value is not None:
        gross_priced = Role.PRICE_GROSS in result and Role.PRICE not in result
        wanted = Role.GROSS if gross_priced or Role.NET in result else Role.NET
        result.setdefault(wanted, value)
    if tax is not None:
        is_rate = any(_is_rate(text, result) for text in tax.texts)
        rate = result.get(Role.RATE)
        if is_rate and rate is not None and _in_per_cent(tax) and not _in_per_cent(rate):
            result[Role.RATE] = tax  # what is printed without the sign, beside it, is a discount or an amount
        result.setdefault(Role.RATE if is_rate else Role.VAT, tax)
    return result


def _is_rate(text: str, cells: Mapping[Role, Cell]) -> bool:
    """Whether a cell under "VAT" is a rate: by its sign, as a whole number that is one, or, with decimals ("8.00"),
    where it is that of the line's net and gross value, or, beside a net value alone, no tax of it."""
    rate = rate_named(text)
    if rate is None or percent(text) is not None:
        return rate is not None
    if rate not in RATES or text.strip().isdigit():
        return rate in RATES
    net, tax = _net_and_tax(cells)
    if tax is None:
        return net is not None and rate_by_tax(None, net, Decimal(rate)) is None
    return abs(tax - Decimal(rate)) > GROSZ and rate_by_tax(rate, net, tax) == rate


def _in_per_cent(cell: Cell) -> bool:
    return any("%" in text for text in cell.texts)


def resolved_rate(line: RawLine) -> str | None:
    """The VAT rate the line names ("8", "zw"), or the one its net value and tax tell where it names none or another;
    None where neither does."""
    cells = _resolved(line.cells)
    named, text = _named_rate(cells) or (None, "")
    told = rate_by_tax(named, *_net_and_tax(cells))
    # "0,00" beside values that differ is a discount under a heading that was not read.
    return None if told == "0" and "%" not in text and _is_taxed(cells) else told


def rate_named(text: str) -> str | None:
    """The rate a cell of rates names, with its sign or without: "8%", "8", "8.00", "zw"; None where it names none."""
    return percent(text) or percent(text + "%")


def rate_by_tax(named: str | None, net: Decimal | None, tax: Decimal | None) -> str | None:
    """The VAT rate named, or the one at which the net value gives the tax where the named one does not: a sign is
    misread ("|8%" as "38%") sooner than two amounts that fit."""
    if net is None or tax is None or abs(net) < 1 or not (named is None or named.isdigit()):
        return named
    slack = max(GROSZ, min(_ROUNDED, abs(net) / 1000))
    told = [rate for rate in RATES if abs(net * share_of(rate) - tax) <= slack]
    return named if named in told or not told else told[0]


def share_of(rate: str) -> Decimal:
    """A rate as a share of the net value; 0 for sales without tax."""
    return Decimal(rate) / 100 if rate[0].isdigit() else Decimal(0)


def _net_and_tax(cells: Mapping[Role, Cell]) -> tuple[Decimal | None, Decimal | None]:
    """The net value and its tax, printed or what the gross value is more."""
    net, vat, gross = (cells[role].value() if role in cells else None for role in (Role.NET, Role.VAT, Role.GROSS))
    return net, gross - net if vat is None and gross is not None and net is not None else vat


def _is_taxed(cells: Mapping[Role, Cell]) -> bool:
    net, gross = (cells[role].values() if role in cells else () for role in (Role.NET, Role.GROSS))
    return bool(net and gross) and abs(gross[0].value - net[0].value) > GROSZ


def _rate(cells: Mapping[Role, Cell]) -> Decimal | None:
    """The named rate as a share of the net value."""
    found = _named_rate(cells)
    return share_of(found[0]) if found is not None else None


def _named_rate(cells: Mapping[Role, Cell]) -> tuple[str, str] | None:
    """The first rate the cell of rates names, and the text that names it."""
    cell = cells.get(Role.RATE)
    for text in cell.texts if cell else ():
        named = rate_named(text)
        if named is not None:
            return named, text
    return None


def _judge(chosen: Mapping[Role, Reading], rate: Decimal | None) -> Solution:
    holds: bool | None = None
    rounded = False
    quantity = chosen.get(Role.QUANTITY)
    net, vat, gross = (chosen[r].value if r in chosen else None for r in (Role.NET, Role.VAT, Role.GROSS))
    if quantity is not None:
        pairs = list(_pairs(chosen))
        # Goods for nothing (0,00 x anything) neither hold nor fail: their quantity cannot be proven.
        free = chosen[Role.DISCOUNT].value == 100 if Role.DISCOUNT in chosen else False
        tried = [product_holds(quantity, price, value) for price, value in pairs if value or (price.value and not free)]
        tried += list(_discounted(chosen))
        if rate is not None and net is None and not any(tried):
            tried += list(_taxed(quantity, chosen, rate))
        holds = any(tried) if tried else None
        rounded = holds is False and any(_is_rounded(quantity, price, value) for price, value in pairs)
    penalty = literal = 2 * sum(reading.penalty for reading in chosen.values())
    if net is not None and vat is not None and gross is not None and abs(net + vat - gross) > GROSZ:
        penalty += 3
    if net is not None and rate is not None:
        if vat is not None and abs(net * rate - vat) > 2 * GROSZ:
            penalty += 3
        if gross is not None and abs(net * (1 + rate) - gross) > 2 * GROSZ:
            penalty += 3
    values = {role: reading.value for role, reading in chosen.items()}
    return Solution(values, holds, penalty, rounded and penalty == literal)


def _pairs(chosen: Mapping[Role, Reading]) -> Iterator[tuple[Reading, Decimal]]:
    """Prices with the values they must give."""
    price, after, dear = (chosen.get(r) for r in (Role.PRICE, Role.PRICE_AFTER, Role.PRICE_GROSS))
    net, gross = chosen.get(Role.NET), chosen.get(Role.GROSS)
    for reading in (price, after):
        if reading is not None and net is not None:
            yield reading, net.value
        elif reading is not None and gross is not None and dear is None:
            yield reading, gross.value  # "Cena" beside nothing but a gross value is a gross price
    if dear is not None and gross is not None:
        yield dear, gross.value
    elif dear is not None and net is not None and price is None:
        yield dear, net.value


def _taxed(quantity: Reading, chosen: Mapping[Role, Reading], rate: Decimal) -> Iterator[bool]:
    """Whether a net price gives a gross value that stands without a net one, the tax rounded to a grosz."""
    gross = chosen.get(Role.GROSS)
    for price in (chosen.get(Role.PRICE), chosen.get(Role.PRICE_AFTER)):
        if price is None or gross is None or Role.PRICE_GROSS in chosen or not gross.value or quantity.value == 0:
            continue
        worth = quantity.value * price.value * (1 + rate)
        yield abs(worth - gross.value) <= GROSZ and worth > 100 * GROSZ


def _discounted(chosen: Mapping[Role, Reading]) -> Iterator[bool]:
    """Whether the price less its discount (per cent, of the line, or of a piece) gives the net value."""
    if not {Role.QUANTITY, Role.PRICE, Role.NET, Role.DISCOUNT} <= chosen.keys():
        return
    quantity, price, net, less = (chosen[r].value for r in (Role.QUANTITY, Role.PRICE, Role.NET, Role.DISCOUNT))
    if less == 0 or net == 0:
        return
    less = abs(less)
    slack = GROSZ + abs(quantity) / 200  # the discounted price is rounded to a grosz before it is multiplied
    yield less < 100 and abs(quantity * price * (1 - less / 100) - net) <= slack
    yield abs(quantity * price - less - net) <= GROSZ
    yield abs(quantity * (price - less) - net) <= GROSZ


def undisputed(found: list[Solution]) -> bool:
    """Whether the best solution's quantity has no rival that holds equally well."""
    if not found or not found[0].holds:
        return False
    rivals = [s for s in found[1:] if s.holds and s.penalty <= found[0].penalty]
    return all(s.quantity == found[0].quantity and s.net == found[0].net for s in rivals)
