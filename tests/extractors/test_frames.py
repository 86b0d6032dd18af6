"""Image files into frames."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image as Pillow

from extractors.files.frames import each_frame, open_frames
from programme.errors import UnreadableDocument


@dataclass(frozen=True)
class _Limits:
    max_pixels: int = 4_000_000
    max_pages: int = 3


def _marked(mode: str = "RGB") -> Pillow.Image:
    """60 x 40, red in the top left corner."""
    picture = Pillow.new("RGB", (60, 40), (250, 250, 250))
    picture.paste((200, 0, 0), (0, 0, 20, 10))
    return picture.convert(mode)


def _bytes(picture: Pillow.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "HEIF"])
def test_formats_give_bgr(kind: str) -> None:
    if kind == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    (frame,) = open_frames(_bytes(_marked(), kind), _Limits())
    assert frame.shape == (40, 60, 3) and frame.dtype == np.uint8
    assert frame[3, 3, 2] > 150 and frame[3, 3, 0] < 60


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
@pytest.mark.parametrize(("orientation", "corner"), [(3, (-4, -4)), (6, (3, -4)), (8, (-4, 3))])
def test_exif_orientation_is_applied_once(kind: str, orientation: int, corner: tuple[int, int]) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    (frame,) = open_frames(_bytes(_marked(), kind, exif=exif), _Limits())
    assert frame.shape[:2] == ((40, 60) if orientation == 3 else (60, 40))
    assert frame[corner][2] > 150 and frame[corner][0] < 70


def test_multi_page_fax_cmyk_and_sixteen_bits() -> None:
    fax = _bytes(_marked("1"), "TIFF", save_all=True, append_images=[_marked("1")], compression="group4")
    assert [frame.shape for frame in open_frames(fax, _Limits())] == [(40, 60, 3)] * 2
    (cmyk,) = open_frames(_bytes(_marked("CMYK"), "TIFF"), _Limits())
    assert cmyk[3, 3, 2] > 150 and cmyk[30, 30].min() > 200
    deep = Pillow.fromarray(np.full((40, 60), 60000, np.uint16))
    (frame,) = open_frames(_bytes(deep, "TIFF"), _Limits())
    assert 225 < frame[0, 0, 0] < 240


def test_oblong_fax_pixels_become_square() -> None:
    (frame,) = open_frames(_bytes(_marked("1"), "TIFF", compression="group4", dpi=(204, 98)), _Limits())
    assert frame.shape[1] == 60 and 80 <= frame.shape[0] <= 86


def test_transparency_becomes_white() -> None:
    (frame,) = open_frames(_bytes(Pillow.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG"), _Limits())
    assert frame.min() == 255


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_bytes(Pillow.new("1", (9000, 9000)), "PNG"), "too_many_pixels"),
        (_bytes(_marked("1"), "TIFF", save_all=True, append_images=[_marked("1")] * 4), "too_many_pages"),
        (_bytes(_marked(), "JPEG")[:300], "damaged"),
        (b"no image at all", "unknown_image"),
    ],
)
def test_refusals(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        open_frames(data, _Limits())
    assert caught.value.code == code


def test_a_large_jpeg_is_decoded_smaller() -> None:
    data = _bytes(Pillow.new("L", (6000, 6000), 200), "JPEG")
    (frame,) = open_frames(data, _Limits(max_pixels=20_000_000))
    assert frame.shape[:2] == (3000, 3000)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1", "I;16"])
def test_a_large_picture_of_any_mode_is_brought_down_as_it_would_be_whole(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Strip by strip, with a number of rows that no strip divides."""
    levels = np.random.default_rng(3).integers(0, 255, (97, 60), dtype=np.uint8)
    picture = (
        Pillow.fromarray(levels.astype(np.uint16) * 257) if mode == "I;16" else Pillow.fromarray(levels).convert(mode)
    )
    data = _bytes(picture, "PNG")
    whole = open_frames(data, _Limits())[0].astype(int)
    monkeypatch.setattr("extractors.files.frames._MOST_PIXELS", 3000)
    monkeypatch.setattr("extractors.files.frames._AMPLE_PIXELS", 2500)
    monkeypatch.setattr("extractors.files.frames._STRIP_PIXELS", 700)
    small = open_frames(data, _Limits())[0]
    assert small.shape == (49, 30, 3)
    for row, column in ((0, 0), (23, 7), (47, 29)):
        block = whole[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].mean(axis=(0, 1))
        assert np.abs(small[row, column] - block).max() <= 1


def test_the_pages_of_a_long_file_share_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [Pillow.fromarray(np.full((80, 60), level, np.uint8)) for level in (40, 120, 200)]
    data = _bytes(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert {frame.shape for frame in open_frames(data, _Limits())} == {(80, 60, 3)}
    (second,) = each_frame(data, _Limits(), only=2)
    assert int(second.mean()) == 120
    monkeypatch.setattr("extractors.files.frames.FILE_PIXELS", 80 * 60 * 3 // 4)
    assert [(frame.shape, int(frame.mean())) for frame in open_frames(data, _Limits())] == [
        ((40, 30, 3), level) for level in (40, 120, 200)
    ]
