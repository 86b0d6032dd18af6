"""Words of a table's body into columns: where numbers stand under each other, and which header they stand under."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from extractors.tables.amounts import Number, cut, is_number, join_numbers, looks_numeric, percent
from extractors.tables.arithmetic import Cell
from extractors.tables.columns import MONEY_ROLES, Column, Header, Role
from extractors.tables.table_rows import FlatRow
from extractors.tokens import Word
from programme.geometry import Box, around
from programme.units import unit_kind

_CURRENCY = frozenset({"pln", "zł", "zl", "zt", "eur", "%"})
# What stands for a unit in tables beside the units themselves: parts of one ("j." before "siewna"), kinds of packages,
# the "l" of litres read as a figure, a stroke where there is none.
_LIKE_UNIT = re.compile(r"(?i)(?:j\.|kart\w*\.?|rolk\w|but\w*\.?|pak\w*\.?|pal\w*\.?|[1I]|-)$")
_GLUED = re.compile(r"^(\d[\d.,]*)([^\W\d].*)$")


@dataclass(frozen=True, slots=True)
class Atom:
    """A number standing by itself in a row: nothing but numbers, units and signs beside it."""

    row: int
    number: Number
    is_percent: bool
    box: Box  # with the unit printed behind it: "60,00 j.siew." and "1,000 t" stand under each other as wholes


@dataclass(frozen=True, slots=True)
class Cluster:
    """Numbers that stand under each other: a column of the body, with the role its header gives it."""

    x0: float
    x1: float
    atoms: tuple[Atom, ...]
    role: Role | None = None

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def percents(self) -> float:
        return sum(atom.is_percent for atom in self.atoms) / len(self.atoms)


def is_unit(text: str) -> bool:
    """Whether the word is a unit of measure as printed in tables."""
    plain = text.strip(",;:|()")
    return bool(_LIKE_UNIT.match(plain)) or unit_kind(plain) is not None


def _tail(words: Sequence[Word], column: Column | None, row: FlatRow, priced: bool) -> list[Word]:
    """The number and unit that follow a description without a gap: what stands where the next column does."""
    if column is None:
        return []
    start = column.x0 - 1.5 * row.unit
    for index, word in enumerate(words):
        tail = list(words[index:])
        reach = min(tail[-1].box.x1, column.x1) - max(word.box.x0, column.x0)
        under = word.box.x0 >= start or reach >= 0.5 * (column.x1 - column.x0)  # flush right under a narrow heading
        if under and index and looks_numeric(word.text):
            if _own_figure(tail, column, row):
                continue
            others = [w for w in row.words if w not in words and w.box.x0 <= column.x1 and w.box.x1 >= column.x0]
            alone = not any(looks_numeric(other.text) for other in others)
            beside = any(looks_numeric(w.text) and w.box.x0 > tail[-1].box.x0 for w in row.words if w not in words)
            if priced and not beside:
                return []  # "Kod CN: 10021000", "Fungicyd 5 L" in a row of its own
            return tail if alone and _are_cells(tail) else []
    return []


def _own_figure(tail: Sequence[Word], column: Column, row: FlatRow) -> bool:
    """Whether the first number is the description's and the cell's stands behind it: "hybrydowe 1" and "30 worek"."""
    numbers = [number for number in join_numbers(tail, 0.7 * row.unit) if looks_numeric(number.text)]
    if len(numbers) < 2:
        return False
    second = tail.index(numbers[1].words[0])
    return tail[second - 1].box.x1 <= column.x0 and tail[-1].box.x1 > column.x0


def _next_column(header: Header | None) -> Column | None:
    """The column right of the descriptions, where it holds numbers."""
    name = _name_column(header)
    if name is None or header is None:
        return None
    after = [c for c in header.columns if c.x0 > name.x1]
    return after[0] if after and after[0].role in (Role.QUANTITY, *MONEY_ROLES) else None


def _atoms_of(
    index: int, row: FlatRow, head: Sequence[Word], column: Column | None = None, priced: bool = False
) -> list[Atom]:
    atoms: list[Atom] = []
    for segment in row.segments():
        words = [part for word in segment if word.text not in "|[]" for part in _unglued(word)]
        clean = _are_cells(words)
        if not clean and len(words) > 1 and looks_numeric(words[0].text):
            # "40 big bag", "1 054,52 NAS-75": a number and its unit or code, not a counter and the name of an article.
            leading = join_numbers(words, 0.7 * row.unit)[0].words
            behind = words[len(leading) :]
            clean = len(behind) <= 2 and words[0] not in head and sum(len(w.text) for w in behind) <= 14
            words = list(leading) if clean else words
        if not clean:
            words = _tail(words, column, row, priced)
        if not words:
            continue
        reach = 0.7 * row.unit
        for number in join_numbers(words, reach):
            if _litre(words, number):
                continue
            if is_number(number.text) or looks_numeric(number.text) or percent(number.text) is not None:
                named = percent(number.text) is not None or _percent_follows(words, number)
                atoms.append(Atom(index, number, named, _with_unit(words, number)))
    return atoms


def _are_cells(words: Sequence[Word]) -> bool:
    """Whether words are numbers, units and signs. A unit of two words that are none by themselves ("big bag") counts
    beside a number before it or two behind it: a name may go on with one and the size of its package."""
    joined: set[int] = set()
    for place in range(len(words) - 1):
        if not all(map(_plain, words[place : place + 2])) and unit_kind(f"{words[place].text} {words[place + 1].text}"):
            joined |= {place, place + 1}
    if not all(_plain(word) or place in joined for place, word in enumerate(words)):
        return False
    numbers = [place for place, word in enumerate(words) if looks_numeric(word.text)]
    return not joined or (bool(numbers) and (numbers[0] < min(joined) or len(numbers) > 1))


def _unglued(word: Word) -> list[Word]:
    """ "40j.s." as number and unit, the box shared out by letters."""
    match = _GLUED.match(word.text)
    if match is None or not (is_unit(match[2]) or match[2].casefold() in _CURRENCY):
        return [word]
    return cut(word, len(match[1]))


def _plain(word: Word) -> bool:
    text = word.text
    return (
        looks_numeric(text)
        or percent(text) is not None
        or text.casefold().partition("/")[0] in _CURRENCY
        or text in ("-", "−", "–", "x", "×", "+", "*", "X")
        or is_unit(text)
    )


def _litre(words: Sequence[Word], number: Number) -> bool:
    """Whether a lone 1 close behind another number is the "l" of litres."""
    position = words.index(number.words[0])
    before = words[position - 1] if position else None
    return number.text == "1" and before is not None and is_number(before.text) and "%" not in before.text


def _with_unit(words: Sequence[Word], number: Number) -> Box:
    box = number.box
    behind = words[words.index(number.words[-1]) + 1 :]
    for place, word in enumerate(behind):
        if not is_unit(word.text) or (any(c.isdigit() for c in word.text) and word.text != "1"):
            break
        if word.text == "1" and any(is_number(following.text) for following in behind[place + 1 : place + 2]):
            break  # no "l" of litres but the first group of the next number
        box = box.union(word.box)
    return box


def _percent_follows(words: Sequence[Word], number: Number) -> bool:
    last = number.words[-1]
    position = words.index(last)
    return position + 1 < len(words) and words[position + 1].text.startswith("%")


def numbers_in(rows: Sequence[FlatRow], header: Header | None) -> list[Atom]:
    """The numbers that stand by themselves in a table's rows."""
    name = _name_column(header)
    priced = header is not None and any(column.role in MONEY_ROLES for column in header.columns)
    atoms: list[Atom] = []
    for index, row in enumerate(rows):
        head = row.words[:1] if name is not None and row.words[0].box.x0 < name.x0 else ()
        atoms += _atoms_of(index, row, head, _next_column(header), priced)
    return atoms


def columns_of_numbers(atoms: Sequence[Atom]) -> list[Cluster]:
    """The columns of numbers in the body, left to right, without roles yet."""
    groups: list[list[Atom]] = []
    for atom in sorted(atoms, key=lambda a: (a.box.x0 + a.box.x1) / 2):
        home = next((g for g in reversed(groups) if _under(g, atom)), None)
        if home is None:
            groups.append([atom])
        else:
            home.append(atom)
    return [cluster_of(tuple(group)) for group in groups]


def cluster_of(atoms: tuple[Atom, ...], role: Role | None = None) -> Cluster:
    """The column these numbers make."""
    return Cluster(min(a.box.x0 for a in atoms), max(a.box.x1 for a in atoms), atoms, role)


def with_roles(clusters: Sequence[Cluster], rows: Sequence[FlatRow], header: Header | None) -> list[Cluster]:
    """The columns with the roles of the headers above them; without those that are numbers in descriptions."""
    found = list(clusters)
    if header is not None:
        unit = rows[0].unit if rows else 0.01
        found = _united(_named(found, header, unit), unit)
    found = [c for c in found if not _in_name(c, header, found)]
    return sorted(found, key=lambda c: c.centre)


def _under(group: Sequence[Atom], atom: Atom) -> bool:
    x0, x1 = min(a.box.x0 for a in group), max(a.box.x1 for a in group)
    shared = min(x1, atom.box.x1) - max(x0, atom.box.x0)
    taken = any(a.row == atom.row for a in group)
    return not taken and shared >= 0.3 * min(x1 - x0, atom.box.width)


def _name_column(header: Header | None) -> Column | None:
    if header is None:
        return None
    return next((c for c in header.columns if c.role is Role.NAME), None)


def _in_name(cluster: Cluster, header: Header | None, clusters: Sequence[Cluster]) -> bool:
    """Whether the numbers stand in the text of descriptions: under its header, before the next column."""
    name = _name_column(header)
    if name is None or header is None or cluster.role is not None or _set_off(cluster, name):
        return False
    after = [c.x0 for c in header.columns if c.x0 > name.x1] + [x0 for _, x0, _ in header.nameless if x0 > name.x1]
    after += [c.x0 for c in clusters if c.role is not None and c.x0 > name.x1]
    return name.x0 <= cluster.centre < min(after, default=1.0)


def _set_off(cluster: Cluster, name: Column) -> bool:
    """Whether the numbers stand flush behind the heading of names: a column whose own heading was lost."""
    if len(cluster.atoms) < 2 or cluster.x0 <= name.x1:
        return False
    ends = [[a.box.x1 for a in cluster.atoms], [a.number.box.x1 for a in cluster.atoms]]
    width = max(a.box.width for a in cluster.atoms)
    return min(max(edge) - min(edge) for edge in ends) <= 0.1 * width


def _named(clusters: Sequence[Cluster], header: Header, unit: float) -> list[Cluster]:
    """Clusters with the header columns they stand under: the in-order matching that overlaps most."""
    columns = [c for c in header.columns if c.role not in (Role.NAME, Role.UNIT, Role.BEFORE)]
    ordered = sorted(clusters, key=lambda c: c.centre)
    width = len(columns)
    score = [[0.0] * (width + 1) for _ in range(len(ordered) + 1)]
    for i in range(1, len(ordered) + 1):
        for j in range(1, width + 1):
            fit = _fit(ordered[i - 1], columns[j - 1], unit)
            both = score[i - 1][j - 1] + fit if fit > 0 else 0.0
            score[i][j] = max(score[i - 1][j], score[i][j - 1], both)
    roles: dict[int, Role] = {}
    i, j = len(ordered), width
    while i and j:
        if score[i][j] == score[i - 1][j]:
            i -= 1
        elif score[i][j] == score[i][j - 1]:
            j -= 1
        else:
            roles[i - 1] = columns[j - 1].role
            i, j = i - 1, j - 1
    return [Cluster(c.x0, c.x1, c.atoms, roles.get(n)) for n, c in enumerate(ordered)]


def _united(clusters: Sequence[Cluster], unit: float) -> list[Cluster]:
    """Clusters with nameless ones beside them joined where they never meet in a row: one ragged column."""
    result = list(clusters)
    for stray in [c for c in clusters if c.role is None]:
        rows = {atom.row for atom in stray.atoms}
        near = [
            c
            for c in result
            if c.role not in (None, Role.LP, Role.CODE)
            and max(c.x0 - stray.x1, stray.x0 - c.x1) <= 1.2 * unit
            and not rows & {atom.row for atom in c.atoms}
            and (c.percents > 0.5) == (stray.percents > 0.5)
        ]
        if near:
            home = min(near, key=lambda c: abs(c.centre - stray.centre))
            whole = Cluster(min(home.x0, stray.x0), max(home.x1, stray.x1), (*home.atoms, *stray.atoms), home.role)
            result = [whole if c is home else c for c in result if c is not stray]
    return result


def _fit(cluster: Cluster, column: Column, unit: float) -> float:
    """How well numbers stand under a header: 0 not at all. Many numbers weigh more than a stray one."""
    gap = max(cluster.x0 - column.x1, column.x0 - cluster.x1)
    if gap > 2.5 * unit:
        return 0.0
    fit = 1.0 + min(1.0, -gap / max(min(cluster.x1 - cluster.x0, column.x1 - column.x0), 1e-6))
    fit -= min(0.8, abs(cluster.centre - column.centre) / (8 * unit))
    rate_column = column.role in (Role.RATE, Role.TAX, Role.DISCOUNT)
    if cluster.percents > 0.5:
        fit *= 1.3 if rate_column else 0.3
    elif column.role is Role.RATE and not _rate_like(cluster):
        fit *= 0.2
    return max(fit, 0.01) * (1 + 0.1 * min(len(cluster.atoms), 5))


def _rate_like(cluster: Cluster) -> bool:
    return all(percent(atom.number.text.strip("%") + "%") is not None for atom in cluster.atoms)


def anchors_of(rows: Sequence[FlatRow], clusters: Sequence[Cluster]) -> list[list[int]]:
    """Groups of row indexes that hold the numbers of one item each (mostly one row), top to bottom."""
    roles: dict[int, set[Role]] = {}
    for cluster in clusters:
        for atom in cluster.atoms:
            if cluster.role is not None:
                roles.setdefault(atom.row, set()).add(cluster.role)
    strong = {
        index
        for index, found in roles.items()
        if Role.QUANTITY in found or len(found & MONEY_ROLES) >= 2 or found & {Role.NET, Role.VALUE, Role.GROSS}
    }
    groups: list[list[int]] = []
    for index in sorted(roles):
        kinds = roles[index] - {Role.LP, Role.CODE}
        if not kinds:
            continue
        if groups and _same_item(rows, groups[-1], index, roles):
            groups[-1].append(index)
        else:
            groups.append([index])
    return [group for group in groups if any(index in strong for index in group)]


def _same_item(rows: Sequence[FlatRow], group: Sequence[int], index: int, roles: Mapping[int, set[Role]]) -> bool:
    """Whether a row of numbers goes on with the item above: very near to it, and in other columns."""
    have = set().union(*(roles[i] for i in group)) - {Role.LP, Role.CODE}
    new = roles[index] - {Role.LP, Role.CODE}
    near = rows[index].page == rows[group[-1]].page and rows[index].y - rows[group[-1]].y <= 0.9 * rows[index].line
    return near and not have & new


def unit_words(
    rows: Sequence[FlatRow],
    indexes: Sequence[int],
    zone: tuple[float, float] | None,
    others: Collection[Word],
    anchors: Sequence[int] | None = None,
) -> tuple[Word, ...]:
    """The words of a unit of measure within `zone` (x reach), in reading order, without those of `others`' columns. In
    rows that are not `anchors` (those of the item's numbers) words of a text that begins left of the zone are a
    description's."""
    if zone is None:
        return ()
    found: list[Word] = []
    for index in indexes:
        for segment in rows[index].segments():
            if anchors is not None and index not in anchors and segment[0].box.x1 < zone[0]:
                continue
            for word in segment:
                centre = (word.box.x0 + word.box.x1) / 2
                if zone[0] <= centre <= zone[1] and word not in others and any(c.isalpha() for c in word.text):
                    found.append(word)
    return tuple(found)


def atom_cell(row: FlatRow, atom: Atom) -> Cell:
    """The atom as a cell of its line."""
    text, words = atom.number.text, atom.number.words
    shown = text + "%" if atom.is_percent and percent(text) is None else text
    return Cell(row.page, around([w.box for w in words]), (shown,), min(w.confidence for w in words))
