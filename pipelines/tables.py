"""The intake folder's tables as values. A malformed intake is refused whole, with every bad row named."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from pipelines.model_faults import fault_text
from pipelines.sheets import Row, read_sheet
from pipelines.texts import say
from programme.errors import BadInput, MalformedTable, RowError
from programme.formats import parse_date, parse_decimal
from programme.identifiers import parse_nip
from programme.invoices import Crop
from programme.registry import Declaration, Participant, Partner, Product
from programme.rules import ProgrammeRules

MAX_ID = 100
MAX_TEXT = 400
_FLAGS = {
    **dict.fromkeys(("true", "1", "tak", "yes", "t", "y", "prawda"), True),
    **dict.fromkeys(("false", "0", "nie", "no", "n", "f", "fałsz"), False),
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Intake:
    """A programme's data as the intake folder tells it. `slug` names the programme within an installation."""

    folder: Path
    slug: str
    rules: ProgrammeRules
    partners: tuple[Partner, ...]
    products: tuple[Product, ...]
    participants: tuple[Participant, ...]
    declarations: tuple[Declaration, ...]


def read_intake(folder: Path) -> Intake:
    """Read and check programme.toml and the four tables. Raises MalformedTable with every fault, not the first."""
    _require_folder(folder)
    errors: list[RowError] = []
    rules = _rules(folder / "programme.toml", errors)
    partners = _read_partners(folder, errors)
    products = _read_products(folder, errors)
    participants = _read_participants(folder, errors)
    # Where that table could not be read at all, each claim's participant would be one more fault that says nothing.
    known = {person.participant_id for person in participants} or None
    declarations = _read(
        folder,
        "declarations",
        (
            "declaration_id",
            "participant_id",
            "year",
            "seller_nip",
            "invoice_number",
            "invoice_date",
            "seed_units",
            "documents",
        ),
        (),
        lambda cells: _declaration(cells, known),
        errors,
    )
    if errors or rules is None:
        raise MalformedTable(tuple(errors))
    slug = rules.slug or slug_of(f"{rules.organiser} {rules.name}")
    return Intake(folder, slug, rules, partners, products, participants, declarations)


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise BadInput(say("folder_missing", folder=folder))


def read_registry(folder: Path, name: str) -> tuple[Partner, ...] | tuple[Product, ...] | tuple[Participant, ...]:
    """One registry alone: `name` is partners, products or participants. Raises MalformedTable with every fault."""
    errors: list[RowError] = []
    values: tuple[Partner, ...] | tuple[Product, ...] | tuple[Participant, ...]
    if name == "products":
        values = _read_products(folder, errors)
    elif name == "partners":
        values = _read_partners(folder, errors)
    else:
        values = _read_participants(folder, errors)
    if errors:
        raise MalformedTable(tuple(errors))
    return values


def _read_partners(folder: Path, errors: list[RowError]) -> tuple[Partner, ...]:
    required = ("nip", "name", "aliases")
    return _read(folder, "partners", required, ("approved_from", "approved_to"), _partner, errors)


def _read_participants(folder: Path, errors: list[RowError]) -> tuple[Participant, ...]:
    required = ("participant_id", "name", "nip", "address", "postal_code", "city", "email")
    return _read(folder, "participants", required, (), _participant, errors)


def read_products(folder: Path) -> tuple[Product, ...]:
    """Only the catalogue of an intake folder. Raises MalformedTable, and BadInput for what is no folder."""
    _require_folder(folder)
    errors: list[RowError] = []
    products = _read_products(folder, errors)
    if errors:
        raise MalformedTable(tuple(errors))
    return products


def _read_products(folder: Path, errors: list[RowError]) -> tuple[Product, ...]:
    required = ("sku", "name", "aliases", "crop", "eligible", "seed_units_per_package")
    return _read(folder, "products", required, (), _product, errors)


def slug_of(name: str) -> str:
    """A programme's name as lower-case ASCII words with hyphens: "Żniwa 2024/2025" -> "zniwa-2024-2025"."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:200] or "programme"


# -- programme.toml ---------------------------------------------------------------------------------------------


def _rules(path: Path, errors: list[RowError]) -> ProgrammeRules | None:
    if not path.is_file():
        errors.append(RowError(path.name, None, None, say("file_missing")))
        return None
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        errors.append(RowError(path.name, None, None, say("toml_broken", error=error)))
        return None
    try:
        return ProgrammeRules.model_validate(content)
    except ValidationError as error:
        errors.extend(_rule_error(path.name, item) for item in error.errors())
        return None


def _rule_error(file: str, item: Any) -> RowError:
    return RowError(file, None, ".".join(map(str, item["loc"])) or None, fault_text(item))


# -- rows -------------------------------------------------------------------------------------------------------


@dataclass
class _Cells:
    """A row's cells with what is wrong with them. A getter that finds a fault notes it and returns None."""

    row: Row
    file: str
    errors: list[RowError] = field(default_factory=list)

    def fault(self, column: str, key: str, **values: object) -> None:
        self.errors.append(RowError(self.file, self.row.number, column, say(key, **values)))

    def text(self, column: str, required: bool = False, limit: int = MAX_TEXT) -> str:
        value = self.row.cells.get(column, "")
        if required and not value:
            self.fault(column, "cell_empty")
        if len(value) > limit:
            self.fault(column, "cell_too_long", limit=limit)
        return value

    def parts(self, column: str, separator: str = "|", limit: int = 2000) -> tuple[str, ...]:
        pieces = (piece.strip() for piece in self.text(column, limit=limit).split(separator))
        return tuple(dict.fromkeys(piece for piece in pieces if piece))

    def number(self, column: str, positive: bool) -> Decimal:
        """Zero stands in for what is no number; the fault is noted."""
        value = self.text(column, required=True, limit=30)
        parsed = parse_decimal(value) if value else Decimal(1)
        if parsed is None:
            self.fault(column, "not_a_number", value=value)
        elif parsed < 0:
            self.fault(column, "negative", value=value)
        elif positive and parsed == 0:
            self.fault(column, "not_positive", value=value)
        return parsed or Decimal(0)

    def day(self, column: str, required: bool = True) -> date | None:
        value = self.text(column, required=required, limit=40)
        parsed = parse_date(value) if value else None
        if value and parsed is None:
            self.fault(column, "not_a_date", value=value)
        return parsed

    def year(self, column: str) -> int:
        value = self.text(column, required=True, limit=10)
        if value and not re.fullmatch(r"(19|20|21)\d\d", value):
            self.fault(column, "not_a_year", value=value)
            return 0
        return int(value or 0)

    def flag(self, column: str) -> bool:
        value = self.text(column, required=True)
        if value and value.lower() not in _FLAGS:
            self.fault(column, "not_a_flag", value=value)
        return _FLAGS.get(value.lower(), False)

    def nip(self, column: str, required: bool) -> str | None:
        value = self.text(column, required=required)
        parsed = parse_nip(value) if value else None
        if value and parsed is None:
            self.fault(column, "bad_nip", value=value)
        return parsed


def _read(
    folder: Path,
    name: str,
    required: Sequence[str],
    optional: Sequence[str],
    build: Callable[[_Cells], tuple[str, T | None]],
    errors: list[RowError],
) -> tuple[T, ...]:
    """The table's values; `build` gives a row's key and value. Faults and doubled keys are added to `errors`."""
    file, rows = read_sheet(folder, name, required, optional, errors)
    values: list[T] = []
    first: dict[str, int] = {}
    for row in rows:
        cells = _Cells(row, file)
        key, value = build(cells)
        if key and key in first:
            cells.fault(required[0], "duplicate_key", value=key, row=first[key])
        first.setdefault(key, row.number)
        errors.extend(cells.errors)
        if value is not None and not cells.errors:
            values.append(value)
    return tuple(values)


def _partner(cells: _Cells) -> tuple[str, Partner | None]:
    nip = cells.nip("nip", required=True) or ""
    start, end = cells.day("approved_from", required=False), cells.day("approved_to", required=False)
    if start and end and end < start:
        cells.fault("approved_to", "dates_reversed")
    name = cells.text("name", required=True)
    partner = Partner(nip=nip, name=name, aliases=cells.parts("aliases"), approved_from=start, approved_to=end)
    return nip, partner


def _product(cells: _Cells) -> tuple[str, Product | None]:
    sku = cells.text("sku", required=True, limit=MAX_ID)
    eligible = cells.flag("eligible")
    product = Product(
        sku=sku,
        name=cells.text("name", required=True),
        aliases=cells.parts("aliases"),
        crop=cells.text("crop", required=True),
        eligible=eligible,
        seed_units_per_package=cells.number("seed_units_per_package", positive=eligible),
    )
    return sku, product


def _participant(cells: _Cells) -> tuple[str, Participant | None]:
    key = cells.text("participant_id", required=True, limit=MAX_ID)
    person = Participant(
        participant_id=key,
        name=cells.text("name", required=True),
        nip=cells.nip("nip", required=False),
        address=cells.text("address"),
        postal_code=cells.text("postal_code"),
        city=cells.text("city"),
        email=cells.text("email"),
    )
    return key, person


def _declaration(cells: _Cells, participants: set[str] | None) -> tuple[str, Declaration | None]:
    key = cells.text("declaration_id", required=True, limit=MAX_ID)
    participant = cells.text("participant_id", required=True, limit=MAX_ID)
    if participant and participants is not None and participant not in participants:
        cells.fault("participant_id", "unknown_participant", value=participant)
    nip = cells.nip("seller_nip", required=True)
    day = cells.day("invoice_date")
    numbers = cells.parts("invoice_number", ";")
    if not numbers:
        cells.fault("invoice_number", "cell_empty")
    values = {
        "year": cells.year("year"),
        "seed_units": cells.number("seed_units", positive=True),
        "documents": cells.parts("documents", limit=10_000),
    }
    if nip is None or day is None:
        return key, None
    declaration = Declaration(
        declaration_id=key,
        participant_id=participant,
        seller_nip=nip,
        invoice_numbers=numbers,
        invoice_date=day,
        **values,
    )
    return key, declaration


def read_eligible_crop(folder: Path) -> Crop | None:
    """The crop that counts by the folder's programme.toml; None where there is no such file or it is faulty."""
    rules = _rules(folder / "programme.toml", [])
    return None if rules is None else rules.eligible_crop


def explain(error: MalformedTable) -> str:
    """Every fault on its own line, with file, row, column and reason, and that nothing was stored."""
    lines = []
    for fault in error.errors:
        where = fault.file if fault.row is None else say("row_place", file=fault.file, row=fault.row)
        if fault.column is not None:
            named = "key_place" if fault.file.endswith(".toml") else "column_place"
            where = say(named, where=where, column=fault.column)
        lines.append(f"{where}: {fault.reason}")
    return "\n".join([*lines, say("not_stored")])
