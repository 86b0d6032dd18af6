"""Reading a table from a CSV file or a spreadsheet into rows of text, whoever saved it.

CSV: UTF-8 or UTF-16 (with or without mark), or cp1250; comma, semicolon or tab. XLSX: the first sheet.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.texts import say
from programme.errors import RowError
from programme.formats import plain

# A programme of a hundred thousand claims stays far below; a decompression bomb does not.
MAX_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells by column name, stripped; `number` counts from 1 with the header as row 1."""

    number: int
    cells: dict[str, str]


def read_sheet(
    folder: Path, name: str, required: Sequence[str], optional: Sequence[str], errors: list[RowError]
) -> tuple[str, list[Row]]:
    """The rows of table `name` (its .csv or .xlsx) and the file's name; what is wrong is added to `errors`."""
    present = [folder / f"{name}{ending}" for ending in (".csv", ".xlsx") if (folder / f"{name}{ending}").is_file()]
    if len(present) != 1:
        reason = say("table_missing") if not present else say("table_twice", name=name)
        errors.append(RowError(f"{name}.csv", None, None, reason))
        return f"{name}.csv", []
    path = present[0]
    if path.stat().st_size > MAX_BYTES:
        errors.append(RowError(path.name, None, None, say("table_too_large")))
        return path.name, []
    raw = _xlsx_rows(path, errors) if path.suffix == ".xlsx" else _csv_rows(path, required, errors)
    return path.name, [] if raw is None else _named(path.name, raw, required, optional, errors)


def _csv_rows(path: Path, required: Sequence[str], errors: list[RowError]) -> list[list[str]] | None:
    text = _decode(path.read_bytes())
    if text is None:
        errors.append(RowError(path.name, None, None, say("encoding_unknown")))
        return None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, required), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        errors.append(RowError(path.name, len(rows) + 1, None, say("csv_broken", error=error)))
    return rows


def _decode(data: bytes) -> str | None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\x00" in data[:2]:  # a table begins with a letter: the other half of its first character in UTF-16
        encodings = ["utf-16-be" if data[0] == 0 else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1250"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _delimiter(text: str, required: Sequence[str]) -> str:
    """The delimiter that finds most of the columns asked for in the header."""
    header = next((line for line in text.splitlines() if line.strip()), "")

    def found(delimiter: str) -> int:
        names = {_column(name) for name in next(csv.reader([header], delimiter=delimiter), [])}
        return len(names & set(required))

    return max(",;\t", key=found)


def _xlsx_rows(path: Path, errors: list[RowError]) -> list[list[str]] | None:
    from openpyxl.reader.excel import load_workbook

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                errors.append(RowError(path.name, None, None, say("table_too_large")))
                return None
        book: Any = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        errors.append(RowError(path.name, None, None, say("xlsx_broken", error=type(error).__name__)))
        return None
    try:
        return [[_cell(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def _cell(value: Any) -> str:
    """A spreadsheet's value as the text a CSV would have: dates ISO, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    return str(value)


def _column(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _named(
    file: str,
    raw: Iterable[Sequence[str]],
    required: Sequence[str],
    optional: Sequence[str],
    errors: list[RowError],
) -> list[Row]:
    header: list[str] | None = None
    rows: list[Row] = []
    for number, cells in enumerate(raw, start=1):
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [_column(name) for name in cells]
            if not _header_good(file, number, header, required, optional, errors):
                return []
            continue
        while len(cells) > len(header) and not cells[-1].strip():
            cells = cells[:-1]
        # A spreadsheet leaves trailing empty cells out; a CSV row with fewer cells has lost some.
        if len(cells) > len(header) or (len(cells) < len(header) and file.endswith(".csv")):
            reason = say("cell_count", found=len(cells), expected=len(header))
            errors.append(RowError(file, number, None, reason))
            continue
        padded = [*cells, *[""] * (len(header) - len(cells))]
        named = {name: cell.strip() for name, cell in zip(header, padded, strict=True)}
        if any("\x00" in cell for cell in padded):
            errors.append(RowError(file, number, None, say("control_character")))
            continue
        rows.append(Row(number, named))
    if header is None:
        errors.append(RowError(file, None, None, say("table_empty")))
    return rows


def _header_good(
    file: str,
    number: int,
    header: list[str],
    required: Sequence[str],
    optional: Sequence[str],
    errors: list[RowError],
) -> bool:
    """Whether every column asked for is there once; other columns are the organiser's own and are left alone."""
    before = len(errors)
    for name in required:
        if name not in header:
            errors.append(RowError(file, number, name, say("column_missing")))
    for name in (*required, *optional):
        if header.count(name) > 1:
            errors.append(RowError(file, number, name, say("column_twice")))
    return len(errors) == before
