"""Input of the text detector: the same to the last bit as the engine makes it."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

from extractors.readers.detector_input import bounded, install


@pytest.mark.parametrize("size", [(700, 500), (1901, 1403), (64, 1990)])
def test_input_is_what_the_engine_makes(size: tuple[int, int]) -> None:
    module = import_module("rapidocr.ch_ppocr_det.main")
    made = module.DetPreProcess(1600, "max", [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])

    class Detector:
        def get_preprocess(self) -> object:
            return made

    detector = Detector()
    install(detector)
    picture = np.random.default_rng(3).integers(0, 256, (*size, 3), dtype=np.uint8)
    own, engines = detector.get_preprocess()(picture), made(picture)  # type: ignore[operator]
    assert own.dtype == engines.dtype
    assert np.array_equal(own, engines)


@pytest.mark.parametrize("size", [(3508, 2480), (2001, 900), (1000, 4000), (2000, 1000), (30, 40)])
def test_large_pages_are_bounded_as_the_engine_bounds_them(size: tuple[int, int]) -> None:
    module = import_module("rapidocr.utils.process_img")
    picture = np.random.default_rng(3).integers(0, 256, (*size, 3), dtype=np.uint8)
    theirs, _, _ = module.resize_image_within_bounds(picture, 30, 2000)
    assert np.array_equal(bounded(picture), theirs)
