"""KSeF numbers as printed, with repair through look-alikes that the CRC confirms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.heads.nips_in_text import AS_DIGIT
from extractors.text.labels import Lexed
from extractors.text.text_cells import Cell
from programme.identifiers import is_ksef_shaped, ksef_crc, parse_ksef_number, parse_nip
from programme.invoices import Field, Witness

_HEX_TWINS = {"O": "0", "Q": "0", "I": "1", "L": "1", "|": "1", "S": "5", "Z": "2", "G": "6"}
# Where both readings are hexadecimal, the CRC has to choose.
_HEX_PAIRS = {
    "0": "D8", "D": "0", "8": "B", "B": "8", "5": "6", "6": "5", "1": "7", "7": "1", "C": "0", "E": "F", "F": "E",
}  # fmt: skip
_KSEF = re.compile(
    r"([\dOQILSZGB|]{10})\s?[-–—.]\s?([\dOQILSZGB|]{8})\s?[-–—.]\s?([\dA-FOQILSZG|]{6}\s?[-–—]?\s?[\dA-FOQILSZG|]{6})"
    r"\s?[-–—.]\s?([\dA-FOQILSZG|]{2})(?![\dA-Z])"
)


@dataclass(frozen=True)
class KsefReading:
    """A KSeF number as read; `text` in the official form. `proven` where the CRC and the NIP hold."""

    text: str
    cell: Cell
    start: int
    end: int
    proven: bool
    repaired: bool
    alternatives: tuple[str, ...] = ()


def ksef_readings(lexed: Lexed) -> list[KsefReading]:
    """Every KSeF number of the document, also where it is broken over two lines."""
    readings: list[KsefReading] = []
    cells = lexed.layout.cells
    for cell in cells:
        readings.extend(_ksef_in(cell, cell.text, 0))
        if re.search(r"\d{8}\s?[-–—]?\s*[0-9A-Fa-f-]*$", cell.text) and not readings:
            for below in lexed.layout.below(cell, cell.box, 1.5)[:2]:
                joined = cell.text.rstrip() + below.text.lstrip()
                readings.extend(_ksef_in(cell, joined, len(cell.text)))
    return readings


def _ksef_in(cell: Cell, text: str, limit: int) -> Iterator[KsefReading]:
    for match in _KSEF.finditer(text.upper()):
        if limit and match.start() >= limit:
            continue
        nip, day, middle, crc = match.groups()
        raw = f"{_digits(nip)}-{_digits(day)}-{_hex(re.sub(r'[^0-9A-Z|]', '', middle))}-{_hex(crc)}"
        as_printed = re.sub(r"\s", "", match[0])
        end = min(match.end(), len(cell.text))
        if parse_ksef_number(raw) and parse_nip(raw[:10]):
            yield KsefReading(raw, cell, match.start(), end, True, raw != as_printed)
            continue
        repaired = list(_repaired_ksef(raw))
        if len(repaired) == 1:
            yield KsefReading(repaired[0], cell, match.start(), end, True, True, (raw,))
        elif is_ksef_shaped(raw):
            yield KsefReading(raw, cell, match.start(), end, False, raw != as_printed, tuple(repaired))


def _digits(text: str) -> str:
    return "".join(AS_DIGIT.get(char, "1" if char == "L" else char) for char in text)


def _hex(text: str) -> str:
    return "".join(_HEX_TWINS.get(char, char) for char in text)


def _repaired_ksef(raw: str) -> Iterator[str]:
    """Numbers one exchange of look-alikes away whose CRC holds and whose NIP is one."""
    if not is_ksef_shaped(raw) or not parse_nip(raw[:10]):
        return
    for index in range(20, len(raw)):
        for twin in _HEX_PAIRS.get(raw[index], ""):
            candidate = raw[:index] + twin + raw[index + 1 :]
            body, crc = candidate.rsplit("-", 1)
            if ksef_crc(body) == crc:
                yield candidate


def ksef_number(lexed: Lexed, readings: Sequence[KsefReading]) -> Field[str] | None:
    """The document's own KSeF number: not one that stands behind a label of the corrected invoice."""
    own = [reading for reading in readings if not _is_of_corrected(lexed, reading)]
    if not own:
        return None
    best = max(own, key=lambda reading: (reading.proven, not reading.repaired))
    repeated = sum(reading.text == best.text for reading in own) > 1
    confidence = 0.3 if not best.proven else 0.8 if best.repaired else 0.99
    witnesses = {Witness.CHECKSUM} if best.proven and not best.repaired else set()
    if repeated:
        witnesses.add(Witness.REPEATED)
    return Field[str](
        value=best.text, confidence=confidence, page=best.cell.page, box=best.cell.span_box(best.start, best.end),
        witnesses=frozenset(witnesses), alternatives=best.alternatives,
    )  # fmt: skip


def _is_of_corrected(lexed: Lexed, reading: KsefReading) -> bool:
    before = reading.cell.folded[: reading.start]
    if "korygowan" in before:
        return True
    for other in lexed.layout.cells:
        if other.page != reading.cell.page or other is reading.cell or "korygowan" not in other.folded:
            continue
        gap = reading.cell.box.y0 - other.box.y1
        near = -0.01 <= gap <= 6 * lexed.layout.heights[other.page]
        if near and abs(other.box.x0 - reading.cell.box.x0) < 0.25 and "ksef" not in before:
            return True
        if near and "dane" in other.folded:
            return True
    return False
