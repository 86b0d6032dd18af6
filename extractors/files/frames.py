"""Image files into frames: any raster upload as upright BGR pictures, refused before decoding when too large."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

import numpy as np

from extractors.tokens import Image
from programme.errors import UnreadableDocument

if TYPE_CHECKING:
    from PIL import Image as Pillow

# JPEG can be decoded at 1/2, 1/4 and 1/8 for a fraction of the cost. 25 MP hold an A4 page at 500 dpi, beyond
# which print gains nothing.
_AMPLE_PIXELS = 25_000_000
# Other files are brought down to that from here on, once decoded: each copy counts in what a reader needs.
_MOST_PIXELS = 30_000_000
_STRIP_PIXELS = 2_000_000  # worked on at a time
# Of all pages of a file together: eight A4 pages at 300 dpi as they are, 30 at 160 dpi.
FILE_PIXELS = 75_000_000
_ORIENTATION = 0x0112  # EXIF tag
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "TIFF", "BMP", "GIF")
_SUBFILE_TYPE = 254  # TIFF tag NewSubfileType; bit 0 marks a reduced copy (thumbnail) of another page
_X_RESOLUTION, _Y_RESOLUTION = 282, 283


class FrameLimits(Protocol):
    """What a file may ask of us: pixels of one frame before decoding, and frames of one file."""

    @property
    def max_pixels(self) -> int: ...

    @property
    def max_pages(self) -> int: ...


def open_frames(data: bytes, limits: FrameLimits) -> list[Image]:
    """The pages of a raster file, in order, as BGR uint8 arrays (height x width x 3).

    JPEG, PNG, WebP, HEIC/HEIF, BMP, GIF and TIFF with many pages, G4 fax, CMYK or 16 bits. EXIF orientation
    is applied, transparency becomes white, oblong fax pixels become square. Moving pictures give their first
    frame. A very large picture is given in half its size or less, all pages of a long file a little smaller.

    Raises UnreadableDocument: "unknown_image" (no such format), "too_many_pixels", "too_many_pages",
    "damaged" (truncated or corrupt).
    """
    return list(each_frame(data, limits))


def each_frame(data: bytes, limits: FrameLimits, only: int | None = None) -> Iterator[Image]:
    """As open_frames, one at a time; `only` is the one page to decode (from 1). Raises the same."""
    from PIL import Image as Pillow
    from PIL import UnidentifiedImageError
    from pillow_heif import register_heif_opener

    register_heif_opener()
    with warnings.catch_warnings():
        # Sizes are checked against our own limits below, before any pixel is decoded.
        warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
        try:
            picture = Pillow.open(io.BytesIO(data), formats=_FORMATS)
        except Pillow.DecompressionBombError as error:
            raise UnreadableDocument("too_many_pixels", "The image has too many pixels.") from error
        except UnidentifiedImageError as error:
            raise UnreadableDocument("unknown_image", "The file is no image of a known kind.") from error
        except (OSError, SyntaxError, ValueError) as error:
            raise UnreadableDocument("damaged", f"The image cannot be opened: {error}.") from error
        try:
            places = _places(picture, limits)
            share = file_share(picture.size[0] * picture.size[1], len(places))
        except _DAMAGES as error:
            raise UnreadableDocument("damaged", f"The image is damaged: {error}.") from error
    for place in places if only is None else places[only - 1 : only]:
        yield _frame(picture, place, len(places), share, limits)


# Pillow's decoders raise any of these on corrupt files.
_DAMAGES = (OSError, EOFError, SyntaxError, ValueError, IndexError, KeyError, TypeError)


def file_share(pixels: int, pages: int) -> float:
    """What the sides of each page's picture are multiplied by, 1 or less, where so many pages have so many pixels each:
    all pages of a file are held at once."""
    return min(1.0, math.sqrt(FILE_PIXELS / max(1, min(pixels, _MOST_PIXELS) * pages)))


def _places(picture: Pillow.Image, limits: FrameLimits) -> list[int]:
    """The frames that are pages."""
    count = int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
    if count > limits.max_pages:
        raise UnreadableDocument("too_many_pages", f"The file has {count} pages, more than {limits.max_pages}.")
    pages = []
    for index in range(count):
        if count > 1:
            picture.seek(index)
            if _is_thumbnail(picture):
                continue
        pages.append(index)
    return pages


def _frame(picture: Pillow.Image, place: int, count: int, share: float, limits: FrameLimits) -> Image:
    from PIL import Image as Pillow

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
        try:
            if count > 1 or place:
                picture.seek(place)
            _check_size(picture, limits)
            frame = _shared(_decode(picture), share)
            if count == 1:
                picture.close()  # its own pixels, 4 bytes each, would wait until the page is prepared
            return frame
        except Pillow.DecompressionBombError as error:
            raise UnreadableDocument("too_many_pixels", "The image has too many pixels.") from error
        except _DAMAGES as error:
            raise UnreadableDocument("damaged", f"The image is damaged: {error}.") from error


def _shared(array: Image, share: float) -> Image:
    if share == 1.0:
        return array
    import cv2

    return np.asarray(cv2.resize(array, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _is_thumbnail(picture: Pillow.Image) -> bool:
    tags = getattr(picture, "tag_v2", {})
    return bool(int(tags.get(_SUBFILE_TYPE, 0)) & 1)


def _check_size(picture: Pillow.Image, limits: FrameLimits) -> None:
    """Refuses a frame by the size its header claims; a JPEG is set to decode smaller first."""
    width, height = picture.size
    if width * height > _AMPLE_PIXELS and picture.format in ("JPEG", "MPO"):
        shrink = max(2, int(np.ceil((width * height / _AMPLE_PIXELS) ** 0.5)))
        # Not below 8 times the limit's side: libjpeg reduces by at most 8, so the decoded size is what counts.
        picture.draft("RGB", (max(1, width // shrink), max(1, height // shrink)))
        width, height = picture.size
    if width < 1 or height < 1:
        raise UnreadableDocument("damaged", "The image has no pixels.")
    if width * height > limits.max_pixels:
        raise UnreadableDocument(
            "too_many_pixels", f"The image is {width} x {height} pixels, more than {limits.max_pixels} in all."
        )


def _decode(picture: Pillow.Image) -> Image:
    """The frame as BGR, a strip at a time: whole copies of a large picture would take several times its size."""
    aspect = _pixel_aspect(picture)
    picture.load()
    width, height = picture.size
    step = _step(width * height)
    full = _full_scale(picture)
    strip = step * max(1, _STRIP_PIXELS // (width * step))
    array: Image | None = None
    for top in range(0, height, strip):
        piece = _eight_bits(picture.crop((0, top, width, min(height, top + strip))), full)
        rows = np.asarray(piece.reduce(step) if step > 1 else piece, dtype=np.uint8)
        if array is None:
            array = np.empty((-(-height // step), *rows.shape[1:]), dtype=np.uint8)
        array[top // step : top // step + len(rows)] = rows
    if array is None:
        raise ValueError("no rows")
    return _in_colour(_turned(_squared(array, aspect), _orientation(picture)))


def _step(pixels: int) -> int:
    """By how much a frame's sides are divided."""
    return 1 if pixels <= _MOST_PIXELS else int(np.ceil((pixels / _AMPLE_PIXELS) ** 0.5))


def _squared(array: Image, aspect: float) -> Image:
    if aspect == 1.0:
        return array
    from PIL import Image as Pillow

    height, width = array.shape[:2]
    size = (width, round(height * aspect)) if aspect > 1 else (round(width / aspect), height)
    return np.asarray(Pillow.fromarray(array).resize(size), dtype=np.uint8)


def _orientation(picture: Pillow.Image) -> int:
    """EXIF's orientation, 1 to 8; Pillow itself has turned what a TIFF's says."""
    value = picture.getexif().get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _turned(array: Image, orientation: int) -> Image:
    """The upright picture: orientations from 5 on are mirrored along a diagonal, then all are turned."""
    if orientation in (2, 4, 5, 7):
        array = array[:, ::-1]
    quarters = {3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}.get(orientation, 0)
    return np.rot90(array, quarters)


def _in_colour(array: Image) -> Image:
    if array.ndim == 2:
        return np.repeat(array[:, :, None], 3, axis=2)
    return np.ascontiguousarray(array[:, :, ::-1])


def _pixel_aspect(picture: Pillow.Image) -> float:
    """Height of a pixel over its width: 1, or about 2 for a standard-resolution fax (204 x 98 dpi)."""
    tags = getattr(picture, "tag_v2", None)
    if tags is None:
        return 1.0
    try:
        aspect = float(tags[_X_RESOLUTION]) / float(tags[_Y_RESOLUTION])
    except (KeyError, ZeroDivisionError, TypeError, ValueError):
        return 1.0
    # 204 x 196 dpi and rounding are square enough; beyond 4 the tags are nonsense.
    return aspect if 1.2 < max(aspect, 1 / aspect) < 4 else 1.0


def _full_scale(picture: Pillow.Image) -> float:
    """What white is in pictures of more than 8 bits: they use the whole range or, from some scanners, only its lower 8,
    10 or 12 bits."""
    if not _is_deep(picture):
        return 255.0
    width, height = picture.size
    rows = max(1, _STRIP_PIXELS // width)
    strips = (picture.crop((0, top, width, min(height, top + rows))) for top in range(0, height, rows))
    highest = max(float(np.asarray(strip, dtype=np.float32).max(initial=0.0)) for strip in strips)
    return next((limit for limit in (1.0, 255.0, 1023.0, 4095.0, 65535.0) if highest <= limit), max(highest, 1.0))


def _is_deep(picture: Pillow.Image) -> bool:
    return picture.mode.startswith("I") or picture.mode == "F"


def _eight_bits(picture: Pillow.Image, full: float) -> Pillow.Image:
    """Grey ("L") or "RGB" with 8 bits a channel, on white where transparent."""
    from PIL import Image as Pillow

    if _is_deep(picture):
        values = np.asarray(picture, dtype=np.float32)
        return Pillow.fromarray(np.clip(values * (255.0 / full), 0, 255).astype(np.uint8))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        white = Pillow.new("RGBA", rgba.size, (255, 255, 255, 255))
        return Pillow.alpha_composite(white, rgba).convert("RGB")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    return picture.convert("RGB")
