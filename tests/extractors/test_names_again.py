"""A misread variety is read again from the picture; the first reading stays beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw

from extractors.evidence.names_again import _holds, with_names, with_other_wording
from extractors.pictures.prepared_page import PreparedPage
from extractors.tables.line_items import Items, read_items
from programme.default_catalogue import default_products
from programme.invoices import Source
from programme.packages import package_sizes
from programme.varieties import sightings, varieties_of
from tests.extractors.drawn_pages import font
from tests.extractors.sheets import Line, sheet


def _named(printed: str, read: str) -> str:
    """The description of a line whose name stands as `printed` and was read as `read`."""
    page = sheet(
        [
            (0.05, 1, "Nazwa"), (0.6, 1, "Jm"), (0.66, 1, "Ilość"), (0.75, 1, "Cena"), (0.86, 1, "Wartość netto"),
            (0.05, 3, read), (0.6, 3, "j.s."), (0.66, 3, "20"), (0.75, 3, "300,00"), (0.86, 3, "6 000,00"),
            (0.6, 6, "Razem netto"), (0.86, 6, "6 000,00"),
        ]
    )  # fmt: skip
    picture = Pillow.new("L", (1654, 2339), 246)
    row = next(word.box for word in page.words if word.text == read.split()[0])
    ImageDraw.Draw(picture).text((0.05 * 1654, row.y0 * 2339 - 2), printed, font=font(26), fill=20)
    colour = np.repeat(np.asarray(picture)[:, :, None], 3, axis=2)
    items = read_items([page])
    return with_names(items, {1: PreparedPage(colour, colour[:, :, 0], np.eye(3))}).lines[0].description


def test_a_variety_no_reader_of_the_page_knew_is_read_from_its_crop() -> None:
    name = _named("Żyto mieszańcowe ozime KWS TAYO F1", "Żyto mieszańcowe ozime KWS Zapis F1")
    assert name.startswith("Żyto mieszańcowe ozime KWS Zapis F1 / ")
    assert sightings(name, default_products())


def test_what_is_no_rye_or_names_its_variety_is_left() -> None:
    for text in ("Żyto mieszańcowe ozime KWS TAYO F1", "Pszenica ozima Euforia C1"):
        assert _named("Żyto KWS JETHRO", text) == text


def test_a_name_s_row_that_one_reading_lost_is_taken_from_the_other() -> None:
    def read(*names: str) -> Items:
        head = [(0.05, 1, "Nazwa"), (0.6, 1, "Jm"), (0.66, 1, "Ilość"), (0.75, 1, "Cena"), (0.86, 1, "Wartość netto")]
        row = [(0.6, 3, "j.s."), (0.66, 3, "20"), (0.75, 3, "300,00"), (0.86, 3, "6 000,00")]
        total = [(0.6, 9, "Razem netto"), (0.86, 9, "6 000,00")]
        return read_items([sheet([*head, *row, *((0.05, 3 + n, name) for n, name in enumerate(names)), *total])])

    torn, whole = read("Żyto ozime KWS"), read("Żyto ozime KWS", "SERAFINO B/C1")
    assert not sightings(torn.lines[0].description, default_products())
    assert sightings(with_other_wording(torn, (torn, whole)).lines[0].description, default_products())
    # Two readings that name different varieties say nothing for certain.
    other = read("Żyto ozime KWS", "TAYO B/C1")
    assert with_other_wording(torn, (other, whole)) == torn
    assert with_other_wording(whole, (other, whole)) == whole
    # A doubtful name gives way to the other reading of the same words, not to one that lacks a word.
    doubtful = read("Żyto KWS Berad hybryda zaprawa Latitude")
    clear = read("Żyto KWS Berado hybryda zaprawa Latitude")
    assert with_other_wording(doubtful, (doubtful, clear)).lines[0].description == clear.lines[0].description
    carried = read("Transport: żyto KWS Berad hybryda zaprawa Latitude")
    assert with_other_wording(carried, (carried, clear)) == carried
    # A column of names that one engine's table lacks is the other's.
    nameless = replace(torn, lines=tuple(line.model_copy(update={"description": ""}) for line in torn.lines))
    assert with_other_wording(nameless, (nameless, whole)).lines[0].description == whole.lines[0].description


_HEAD: list[Line] = [
    (0.05, 1, "Nazwa"), (0.6, 1, "Jm"), (0.66, 1, "Ilość"), (0.75, 1, "Cena"), (0.86, 1, "Wartość netto")
]  # fmt: skip
_ROW: list[Line] = [(0.6, 3, "j.s."), (0.66, 3, "20"), (0.75, 3, "300,00"), (0.86, 3, "6 000,00")]


def _either(first: str, second: str) -> str:
    """The description of a line that one reading has as `first`, another as `second`."""
    page = sheet([*_HEAD, *_ROW, (0.05, 3, first), (0.6, 9, "Razem netto"), (0.86, 9, "6 000,00")])
    one = read_items([replace(page, engine="tesseract", source=Source.OCR)])
    line = one.lines[0].model_copy(update={"description": second})
    return with_other_wording(one, (one, replace(one, lines=(line,)))).lines[0].description


def test_two_letters_of_a_variety_that_another_reading_has_whole() -> None:
    assert _either("Materiał żyto KWS Vineilo", "Materiał żyto KWS Vinetto1") == "Materiał żyto KWS Vinetto1"
    # Not where the rest says more, another name is as near, or no crop is said.
    assert _either("Zwrot żyto KWS Vineilo", "Materiał żyto KWS Vinetto") == "Zwrot żyto KWS Vineilo"
    assert _either("Materiał KWS Vineilo", "Materiał KWS Vinetto") == "Materiał KWS Vineilo"
    assert _either("Materiał żyto KWS Beradino", "Materiał żyto KWS Serafino") == "Materiał żyto KWS Beradino"


def test_no_variety_that_does_not_count_gives_way_to_one_that_does() -> None:
    varieties = [(v, any(product.eligible for product in v.products)) for v in varieties_of(default_products())]
    others = [name for variety, counts in varieties if not counts for name in variety.names]
    for name in (name for variety, counts in varieties if counts for name in variety.names):
        for other in others:
            read = f"Żyto hybrydowe KWS {other} 1 j.s."
            assert not _holds(f"Żyto hybrydowe KWS {name} 1 j.s.", read), (name, other)


def _packed(first: str, second: str) -> str:
    """The description of a line sold by the package that one reading has as `first`, another as `second`."""
    row = [(x, y, "op." if text == "j.s." else text) for x, y, text in _ROW]
    page = sheet([*_HEAD, *row, (0.05, 3, first), (0.6, 9, "Razem netto"), (0.86, 9, "6 000,00")])
    one = read_items([replace(page, engine="tesseract", source=Source.OCR)])
    line = one.lines[0].model_copy(update={"description": second})
    return with_other_wording(one, (one, replace(one, lines=(line,)))).lines[0].description


def test_the_size_of_a_package_is_told_from_either_reading() -> None:
    lost, whole = "Żyto hybrydowe KWS TAYO F1 lis zapr.", "Żyto hybrydowe KWS TAYO F1 1js zapr."
    assert _packed(lost, whole) == whole
    # The variety by one, the size by the other.
    both = _packed("Żyto hybrydowe KWS Vineilo 1js zapr.", "Żyto hybrydowe KWS Vinetto lis zapr.")
    assert "Vinetto" in both and package_sizes(both) == {1}
    # Two sizes contradict each other.
    assert _packed("Żyto KWS TAYQ BB 20 j.s.", "Żyto KWS TAYO BB 10 j.s.") == "Żyto KWS TAYQ BB 20 j.s."
