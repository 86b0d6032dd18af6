"""Image files into frames: any raster upload as upright BGR pictures, refused before decoding when too large."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Protocol

import numpy as np

from extractors.tokens import Image
from programme.errors import UnreadableDocument

if TYPE_CHECKING:
    from PIL import Image as Pillow

# JPEG can be decoded at 1/2, 1/4 and 1/8 for a fraction of the cost. 25 MP hold an A4 page at 500 dpi, beyond
# which print gains nothing.
_AMPLE_PIXELS = 25_000_000
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
    frame. A large JPEG is decoded at a reduced size.

    Raises UnreadableDocument: "unknown_image" (no such format), "too_many_pixels", "too_many_pages",
    "damaged" (truncated or corrupt).
    """
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
            return _frames(picture, limits)
        except Pillow.DecompressionBombError as error:
            raise UnreadableDocument("too_many_pixels", "The image has too many pixels.") from error
        except (OSError, EOFError, SyntaxError, ValueError, IndexError, KeyError, TypeError) as error:
            # Pillow's decoders raise any of these on corrupt files.
            raise UnreadableDocument("damaged", f"The image is damaged: {error}.") from error


def _frames(picture: Pillow.Image, limits: FrameLimits) -> list[Image]:
    count = int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
    if count > limits.max_pages:
        raise UnreadableDocument("too_many_pages", f"The file has {count} pages, more than {limits.max_pages}.")
    frames = []
    for index in range(count):
        if count > 1:
            picture.seek(index)
            if _is_thumbnail(picture):
                continue
        _check_size(picture, limits)
        frames.append(_decode(picture))
    return frames


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
    from PIL import ImageOps

    aspect = _pixel_aspect(picture)
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if upright is None:
        upright = picture
    swapped = upright.size != picture.size
    grey_or_colour = _eight_bits(upright)
    if aspect != 1.0:
        width, height = grey_or_colour.size
        factor = 1 / aspect if swapped else aspect
        size = (width, round(height * factor)) if factor > 1 else (round(width / factor), height)
        grey_or_colour = grey_or_colour.resize(size)
    array = np.asarray(grey_or_colour, dtype=np.uint8)
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


def _eight_bits(picture: Pillow.Image) -> Pillow.Image:
    """Grey ("L") or "RGB" with 8 bits a channel, on white where transparent."""
    from PIL import Image as Pillow

    if picture.mode.startswith("I") or picture.mode == "F":
        values = np.asarray(picture, dtype=np.float32)
        top = float(values.max(initial=0.0))
        # 16-bit files use the whole range or, from some scanners, only its lower 8, 10 or 12 bits.
        full = next((limit for limit in (1.0, 255.0, 1023.0, 4095.0, 65535.0) if top <= limit), max(top, 1.0))
        return Pillow.fromarray(np.clip(values * (255.0 / full), 0, 255).astype(np.uint8))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        white = Pillow.new("RGBA", rgba.size, (255, 255, 255, 255))
        return Pillow.alpha_composite(white, rgba).convert("RGB")
    if picture.mode in ("1", "L"):
        return picture.convert("L")
    return picture.convert("RGB")
