"""Pictures put aside: the same pixels, gone from memory when given back, gone from the disc with the picture."""

from __future__ import annotations

import gc
import mmap
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from extractors import memory
from extractors.memory import give_back, put_aside
from extractors.pictures.prepared_page import PreparedPage, spared


def _resident() -> int:
    """MB of this process in memory."""
    told = Path("/proc/self/statm")
    if told.exists():
        return int(told.read_text().split()[1]) * mmap.PAGESIZE // 1_000_000
    answer = subprocess.run(["ps", "-o", "rss=", "-p", str(os.getpid())], check=True, capture_output=True, text=True)
    return int(answer.stdout) * 1024 // 1_000_000


# MB more than before, of 100 put aside. macOS takes a shared page that was let go only when it is short of memory.
_LET_GO = 50 if sys.platform.startswith("linux") else 150


def test_a_picture_put_aside_is_the_same() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (300, 200, 3), dtype=np.uint8)
    for given in (picture, picture[:, ::-1], picture[:, :, 0]):
        kept = put_aside(given)
        assert np.array_equal(kept, given)
        give_back()
        assert np.array_equal(kept, given)
        kept[0, 0] = 7
        give_back()
        assert (kept[0, 0] == 7).all()
    small = picture[:10, :10]
    assert put_aside(small) is small


def test_what_is_put_aside_takes_no_memory_until_it_is_looked_at() -> None:
    gc.collect()
    give_back()
    before = _resident()
    kept = [put_aside(np.full((5000, 4000), shade, np.uint8)) for shade in range(5)]
    give_back()
    assert _resident() - before < _LET_GO
    assert [int(picture.sum()) for picture in kept] == [shade * 20_000_000 for shade in range(5)]
    assert _resident() - before > 80
    give_back()
    assert _resident() - before < _LET_GO
    del kept
    gc.collect()
    assert not memory._aside


def test_pages_are_put_aside_where_they_are_many_or_large() -> None:
    small, large = np.zeros((200, 100, 3), np.uint8), np.zeros((4000, 4100, 3), np.uint8)
    page = PreparedPage(small, small[:, :, 0], np.eye(3), written_rules=small[:, :, 1])
    assert spared(page) is page
    many = spared(page, one_of_many=True)
    assert many.colour is not small
    assert many.written_rules is not None
    assert np.array_equal(many.legible, page.legible)
    assert spared(PreparedPage(large, large[:, :, 0], np.eye(3))).colour is not large
    blank = PreparedPage(large, large[:1, :1, 0], np.eye(3), blank=True)
    assert spared(blank, one_of_many=True) is blank


def test_without_room_on_the_disc_pictures_stay_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("extractors.memory.tempfile.TemporaryFile", full)
    picture = np.zeros((300, 200), np.uint8)
    assert put_aside(picture) is picture
