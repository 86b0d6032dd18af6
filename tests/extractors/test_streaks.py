"""Streaks of dirty glass and folds are taken out of a page's picture, its frames and print are not."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.pictures.folds import without_folds
from extractors.pictures.ink import grey
from extractors.pictures.ruling import ruling
from extractors.pictures.streaks import without_streaks
from tests.extractors.drawn_pages import scanned, sheet


def test_streaks_through_print_are_filled_in_also_where_the_page_lies_on_its_side() -> None:
    page = scanned(sheet()[0])
    dirty = page.copy()
    for column in (310, 700, 1244):
        dirty[:, column : column + 2] //= 3
    cleaned = without_streaks(dirty)
    away = np.abs(cleaned.astype(int) - page)
    assert np.abs(dirty.astype(int) - page)[:, 310:312].mean() > 100
    assert away[:, 305:318].mean() < 4
    aside = without_streaks(np.ascontiguousarray(np.rot90(dirty)))
    assert np.abs(np.rot90(aside, -1).astype(int) - page)[:, 305:318].mean() < 4


def test_clean_pages_and_pages_with_a_frame_stay_as_they_are() -> None:
    page = scanned(sheet()[0])
    assert without_streaks(page) is page
    height, width = page.shape[:2]
    framed = cv2.rectangle(page.copy(), (90, 90), (width - 90, height - 90), (20, 20, 20), 3)
    assert without_streaks(framed) is framed


def test_a_fold_is_lightened_and_the_print_on_it_stays() -> None:
    page = grey(sheet()[0])
    page = np.where(page > 200, 255, page).astype(np.uint8)
    folded = page.copy()
    folded[312:320] = np.where(folded[312:320] > 200, 150, folded[312:320])
    cleaned = without_folds(folded, ruling(folded, 20.0), 20.0)
    assert np.abs(cleaned[300:330].astype(int) - page[300:330]).mean() < 3
    assert (cleaned[page < 60] < 130).mean() > 0.95


def test_a_fold_through_a_ruled_table_is_lightened_and_the_rules_are_left_alone() -> None:
    page = grey(sheet()[0])
    page = np.where(page > 200, 255, page).astype(np.uint8)
    for x in (95, 180, 840, 1220, 1540):
        page[606:790, x : x + 2] = 20
    folded = page.copy()
    folded[637:643] = np.where(folded[637:643] > 200, 150, folded[637:643])  # across a row of the table
    rules = ruling(folded, 20.0)
    cleaned = without_folds(folded, rules, 20.0)
    assert np.abs(cleaned[625:655].astype(int) - page[625:655]).mean() < 3
    assert (cleaned[page < 60] < 130).mean() > 0.95


def test_pale_rules_of_a_table_are_no_folds() -> None:
    page = grey(sheet()[0])
    width = page.shape[1]
    ruled = page.copy()
    ruled[312:316, width // 12 : -width // 12] = 150
    rules = ruling(ruled, 20.0)
    assert rules.any()
    assert without_folds(ruled, rules, 20.0) is ruled
