"""Samples that are hard to read: every kind of wear and every further layout can be made."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

from samples import SampleSize, generate
from samples.layouts import FACES, FURTHER, LAYOUTS, draw
from samples.rough import ROUGH
from samples.wear import SPOILT, WORN, spoilt, worn
from samples.world import World


@pytest.mark.parametrize("name", sorted(WORN))
def test_wear_changes_the_page_the_same_way_for_a_seed(name: str) -> None:
    page = np.full((300, 212, 3), 255, np.uint8)
    page[100:110, 40:170] = 20
    one, two = (worn(name, page, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(one, two) and not np.array_equal(one, np.resize(page, one.shape))


@pytest.mark.parametrize("name", sorted(SPOILT))
def test_pictures_are_spoilt_the_same_way_for_a_seed(name: str) -> None:
    picture = np.full((300, 212, 3), 200, np.uint8)
    picture[100:110, 40:170] = 20
    one, two = (spoilt(name, picture, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(one, two) and one.shape == picture.shape and not np.array_equal(one, picture)


@pytest.mark.parametrize("name", sorted(FURTHER))
def test_further_layouts_are_drawn_in_all_their_faces(name: str, tmp_path: Path) -> None:
    bill = World(tmp_path, 3).bill()
    for face in FACES[FURTHER[name].face]:
        data, pages = draw(name, bill, face=face)
        assert data.startswith(b"%PDF") and pages >= 1
    assert name not in LAYOUTS


def test_a_rough_intake_is_honest(tmp_path: Path) -> None:
    names = ("rough_scan_fax", "rough_photo_jpeg")
    generate(tmp_path / "rough", 3, SampleSize(scenarios=names))
    decisions = [json.loads(line) for line in (tmp_path / "rough" / "decisions.jsonl").read_text("utf-8").splitlines()]
    assert [row["scenario"] for row in decisions] == list(names)
    assert {row["expect"] for row in decisions} == {"confirm"}
    assert SampleSize(claims=30, rough=True).plan(Random(1))[: len(ROUGH)] == list(ROUGH)
