"""Rules written with signs, light print on dark fields, and print outside of a sheet's outline."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from extractors.pages.orientation import is_upside_down, runs_across, text_lines
from extractors.pages.page_images import prepare_page
from extractors.pictures.dark_fields import dark_fields, dark_on_light, without_holes
from extractors.pictures.figure_boxes import figure_boxes
from extractors.pictures.ruling import painted_over, ruling, without
from extractors.pictures.written_rules import written_rules
from extractors.tokens import Image
from tests.extractors.drawn_pages import font, photographed, sheet

_MONO = "LiberationMono-Regular.ttf"


def _page(lines: list[str], size: int = 26, name: str = _MONO) -> Image:
    picture = Pillow.new("L", (1000, 80 + 40 * len(lines)), 255)
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        pen.text((40, 40 + 40 * row), line, font=font(size, name), fill=10)
    return np.asarray(picture)


@pytest.mark.parametrize("bar", ["|", "!"])
def test_bars_and_dashes_are_rules_and_figures_are_not(bar: str) -> None:
    table = ["-" * 40, *(f"{bar} 1 {bar} 11,11 {bar} Ill: ili {bar} 111 {bar}" for _ in range(4)), "-" * 40]
    page = _page(table)
    rules = written_rules(page, 19.0)
    bare = page.copy()
    bare[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 255
    expected = _page(["", *("  1   11,11   Ill: ili   111  " for _ in range(4)), ""])
    left = cv2.connectedComponents((bare < 128).astype(np.uint8))[0]
    there = cv2.connectedComponents((expected < 128).astype(np.uint8))[0]
    assert left == there


@pytest.mark.parametrize(("dash", "gap"), [(9, 6), (3, 4)])
def test_dashed_frames_of_cells_are_rules_and_what_stands_in_the_cells_is_not(dash: int, gap: int) -> None:
    rows = [("1", "Ill: illi", "j.s.", "160,00", "1 111,11"), ("l", "Iii i; ii", "j.s", "342,00", "111,11")] * 3
    picture = Pillow.new("L", (1000, 800), 255)
    pen = ImageDraw.Draw(picture)
    for row in range(10):
        pen.text((40, 340 + 42 * row), "Gospodarstwo Rolne Hurtownia Nasion Sprzedawca Nabywca", font=font(26), fill=10)
    edges = (40, 90, 400, 480, 620, 800)
    for row, cells in enumerate(rows):
        for left, cell in zip(edges, cells, strict=False):
            pen.text((left + 9, 46 + 46 * row), cell, font=font(26, "LiberationSans-Regular.ttf"), fill=10)
    plain = np.asarray(picture).copy()
    framed = plain.copy()
    for x in edges:
        for y in range(36, 36 + 6 * 46, dash + gap):
            framed[y : y + dash, x : x + 3] = 60
    for y in range(36, 330, 46):
        for x in range(40, 800, dash + gap):
            framed[y : y + 3, x : x + dash] = 60
    assert not written_rules(plain, 19.0).any()
    bare = without(framed, written_rules(framed, 19.0))
    drawn, left = plain < 128, bare < 128
    assert left[drawn].mean() > 0.999  # a dot of an "i" level with the dots of a frame may go
    assert (left & ~drawn).sum() <= 0.02 * ((framed < 128) & ~drawn).sum()  # of the frames, corners at most


def test_bars_that_touch_the_figures_before_them_are_rules_all_the_same() -> None:
    picture = Pillow.new("L", (1000, 400), 255)
    pen = ImageDraw.Draw(picture)
    table = font(26, _MONO)
    for row, text in enumerate(("2,00", "5,00", "12,00", "48,00", "111,11")):
        top = 40 + 40 * row
        pen.text((300, top), text, font=table, fill=10, anchor="ra")
        pen.line((300, top - 2, 300, top + 24), fill=10, width=2)
    page = np.asarray(picture).copy()
    rules = written_rules(page, 19.0)
    assert (rules[:, 296:304] > 0).sum() > 5 * 20  # pixels of five bars
    # Nothing of the figures is taken for a rule.
    assert not rules[:, :296].any()


def test_strokes_of_letters_in_two_rows_of_a_title_are_no_bars() -> None:
    page = np.asarray(_page(["Gospodarstwo Rolne", "Borzymin 35", "06-500 Mława", "NIP 4712046153"])).copy()
    for top in (20, 66):  # letters half as high again as the others
        for left in (600, 606):
            page[top : top + 34, left : left + 5] = 10
        page[top + 28 : top + 34, 600:611] = 10
    assert not written_rules(page, 19.0).any()


def test_figures_below_one_another_are_no_bars() -> None:
    page = _page([f"{n} 11 1{n}1,11 l I i" for n in (1, 1, 1, 1, 1)], name="LiberationSans-Regular.ttf")
    assert not written_rules(page, 19.0).any()


def test_torn_letters_of_a_pale_label_are_no_rule_and_dots_are_one() -> None:
    page = _page(["Razem 120,00 do 31.12.2025"] * 4).copy()
    dotted = page.copy()
    # Pieces of "Data wyst.:" whose strokes are in part paler than ink begins.
    torn = ((1, 6, 1, 3), (5, 4, 2, 4), (11, 0, 2, 3), (20, 2, 3, 6), (31, 1, 6, 7), (38, 5, 2, 3), (45, 5, 3, 5))
    for x, y, width, height in torn:
        page[12 + y : 12 + y + height, 500 + x : 500 + x + width] = 150
    assert not written_rules(page, 19.0).any()
    for x in range(500, 560, 8):
        dotted[12:15, x : x + 3] = 150
        dotted[15, x] = 150  # grain
    assert (written_rules(dotted, 19.0)[10:20, 500:560] > 0).sum() >= 8 * 9


def test_strokes_within_zeros_are_no_rule() -> None:
    page = _page(["kan.   6OOO,OOOO   591,OO", "kg  125O,OOOO     2,49", "-" * 30]).copy()
    for row in range(2):  # a dash in every zero, as matrix printers put
        line = page[40 + 40 * row : 80 + 40 * row]
        _, _, stats, _ = cv2.connectedComponentsWithStats((line < 128).astype(np.uint8))
        for x, y, width, height, _ in stats[1:]:
            if width >= 12 and height >= 17:
                line[y + height // 2 - 1 : y + height // 2 + 2, x + width // 2 - 2 : x + width // 2 + 2] = 10
    rules = written_rules(page, 19.0)
    assert not rules[:115].any()
    assert rules[120:].any()


def test_bars_of_torn_capitals_are_no_rule() -> None:
    page = _page(["Nasiona KWS VINETTO", "", ""], 30).copy()
    for left in range(60, 360, 30):  # the upper bars of worn "T", and what is left of their stems
        page[130:133, left : left + 18] = 10
        page[136:152, left + 8 : left + 11] = 10
    assert not written_rules(page, 19.0).any()


def test_painting_over_leaves_the_paper_s_colour() -> None:
    plain = _page(["-" * 40, *("Sprzedawca: Hurtownia Nasion" for _ in range(4)), "-" * 40])
    page = np.repeat(plain[:, :, None], 3, axis=2) // 2 + 100
    rules = written_rules(plain, 19.0)
    painted = painted_over(page, rules)
    assert (painted[rules > 0].astype(int) > 190).mean() > 0.95


def _with_band() -> Image:
    page = sheet()[0].copy()
    page[:220] = (85, 105, 35)
    picture = Pillow.fromarray(page)
    pen = ImageDraw.Draw(picture)
    pen.text((120, 60), "Zielony Snop Centrum Ogrodnicze", font=font(34), fill=(255, 255, 255))
    pen.text((120, 130), "Faktura VAT ZS/332/10/2025", font=font(40), fill=(255, 255, 255))
    return np.asarray(picture)


def test_flattening_keeps_a_dark_band_with_print() -> None:
    prepared = prepare_page(photographed(_with_band()))
    height, width = prepared.colour.shape[:2]
    assert prepared.flattened
    assert height / width > 1.38  # without the band it would be 1.28


def test_light_print_on_a_dark_field_becomes_dark_on_light() -> None:
    plain = cv2.cvtColor(_with_band(), cv2.COLOR_BGR2GRAY)
    divided = np.where(plain < 128, plain, 255).astype(np.uint8)
    turned = dark_on_light(plain, divided, 26.0)
    assert np.median(divided[20:200]) < 128 < np.median(turned[20:200])
    assert (turned[130:180, 120:700] < 128).any()


def test_dark_print_on_a_grey_field_stays_dark_and_what_is_beside_the_field_as_it_is() -> None:
    sheet = np.full((600, 1400), 250, np.uint8)
    sheet[100:148, 100:1300] = 172  # the grey head of a table, a row of it close below
    for y, text in ((138, "Nazwa towaru  Cena  Netto"), (176, "500,00  2,73  1 365,00")):
        cv2.putText(sheet, text, (140, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, 2)
    lit = dark_on_light(sheet, sheet, 24.0)
    assert np.median(lit[110:140, 120:1280]) > 240
    assert (lit[sheet < 60] < 90).all()
    assert (lit[152:] == sheet[152:]).all()


@pytest.mark.parametrize("halftone", [False, True])
def test_light_headings_that_fill_a_dark_band_are_turned_dark_from_end_to_end(halftone: bool) -> None:
    picture = Pillow.new("L", (1400, 300), 250)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 100, 1340, 142), fill=40)
    band = np.asarray(picture).copy()
    if halftone:  # the light dots that a printer leaves in dark grey
        rows, columns = np.mgrid[0:300, 0:1400]
        band[((rows + columns) % 8 < 3) & ((rows - columns) % 8 < 3) & (band < 100)] = 235
    picture = Pillow.fromarray(np.asarray(cv2.GaussianBlur(band, (0, 0), 0.8), dtype=np.uint8))
    pen = ImageDraw.Draw(picture)
    heading = font(27, "LiberationSans-Bold.ttf")
    pen.text((76, 106), "ILOŚĆ   JEDN.   OPIS", font=heading, fill=250)
    pen.text((700, 106), "CENA JEDN. NETTO   WARTOŚĆ NETTO", font=heading, fill=250)
    pen.text((76, 150), "ŻYTO HYBRYDOWE OZIME MMMWWW", font=heading, fill=20)
    plain = np.asarray(picture)
    lit = dark_on_light(plain, plain, 20.0)
    for middle in range(120, 1300, 60):  # light on the whole, everywhere along the band
        assert lit[102:140, middle - 50 : middle + 50].mean() > 150
    assert (lit[152:] == plain[152:]).all()


def test_the_rim_of_desk_around_a_sheet_is_no_field() -> None:
    page = np.full((2000, 1400), 255, np.uint8)
    page[:20] = page[-20:] = 0
    page[:, :20] = page[:, -20:] = 0
    assert not dark_fields(page, 22.0)[40:-40, 40:-40].any()


def test_rows_of_dashes_do_not_say_which_way_up() -> None:
    lines = ["-" * 40] * 6 + ["Faktura VAT nr FV/12/2026", "Sprzedawca: Hurtownia Nasion Polna"] * 4
    page = np.repeat(np.ascontiguousarray(_page(lines)[::-1, ::-1])[:, :, None], 3, axis=2)
    found = text_lines((page[:, :, 0] < 128).astype(np.uint8) * 255)
    assert is_upside_down(page, found, 1.0)


def test_a_receipt_with_rows_of_dashes_stands_upright() -> None:
    lines = ["-" * 24, "FAKTURA VAT", "-" * 24, "Data sprzedazy: 26-09-2025", "-" * 24, "1. Nasiona zyta KWS", "-" * 24]
    page = np.repeat(
        _page([*lines, "7 worek x 338,50   2369,50", "-" * 24, "Razem netto 2369,50"])[:, :, None], 3, axis=2
    )
    mask = (page[:, :, 0] < 128).astype(np.uint8) * 255
    assert runs_across(page, mask)
    turned = np.ascontiguousarray(np.rot90(page))
    assert not runs_across(turned, np.ascontiguousarray(np.rot90(mask)))


@pytest.mark.parametrize(("name", "size"), [("DejaVuSans.ttf", 20), ("LiberationSerif-Regular.ttf", 26), (_MONO, 23)])
def test_a_column_of_units_that_begin_with_j_is_no_bar(name: str, size: int) -> None:
    units = ("j.m.", "j.s.", "js", "j.s.", "jedn.", "j.s.")
    page = _page([f"{n} Rye Tayo      {unit}   24,00   384,00" for n, unit in enumerate(units)], size, name)
    blurred = np.asarray(cv2.GaussianBlur(page, (0, 0), 0.7), dtype=np.uint8)
    assert not written_rules(page, 0.73 * size).any()
    assert not written_rules(blurred, 0.73 * size).any()


def test_punched_holes_go_and_print_and_shaded_fields_stay() -> None:
    whole = _page(["Lp. Nazwa towaru  OOO 000 QQQ"] * 8, 26)
    page = whole.copy()
    cv2.circle(page, (100, 200), 30, 40, -1)
    cv2.circle(page, (500, 240), 40, 20, -1)
    cv2.rectangle(page, (700, 300), (960, 360), 60, -1)
    bare = without_holes(page, 19.0)
    assert bare[150:250, 60:140].min() > 0
    assert (bare[200:280, 460:540] > 200).mean() > 0.9
    assert (bare[300:360, 700:960] == 60).all()
    assert (without_holes(whole, 19.0) == whole).all()


def test_sides_of_boxes_for_single_figures_are_taken_out_and_the_figures_stay() -> None:
    picture = Pillow.new("L", (1400, 500), 255)
    pen = ImageDraw.Draw(picture)
    for row in range(4):
        pen.text((60, 40 + 50 * row), "Gospodarstwo Rolne Jan Testowy 12/2025", font=font(30), fill=0)
    for place, figure in enumerate("6119641348"):
        pen.text((178 + 44 * place, 300), figure, font=font(30), fill=0)
    figures = np.asarray(picture).copy()
    for place in range(10):
        pen.rectangle((166 + 44 * place, 288, 210 + 44 * place, 344), outline=0, width=3)
    boxed = np.asarray(picture, dtype=np.uint8)
    lined = without(boxed, ruling(boxed, 22.0))
    found = figure_boxes(lined, 22.0)
    assert (found[(lined < 128) & (figures >= 128)] > 0).mean() > 0.95
    assert not found[figures < 128].any()
    assert not figure_boxes(figures, 22.0).any()
