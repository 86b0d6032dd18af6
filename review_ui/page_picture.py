"""A page as PNG with the evidence drawn on it, and the place in question cut out large."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.review import Evidence

if TYPE_CHECKING:
    from PIL import Image

_WIDTH = 1500  # pixels: the small print of an A4 page is legible at double zoom
_QUESTION = (176, 58, 32)
_OTHER_QUESTION = (184, 134, 43)
_READ = (47, 107, 58)


def draw_page(picture: bytes, evidence: Sequence[Evidence], question: int | None) -> bytes:
    """The page with every box of `evidence`; those of reason `question` filled and thick, in front."""
    page = _opened(picture)
    ordered = sorted(evidence, key=lambda item: (item.question == question, item.question is not None))
    for item in ordered:
        _draw(page, item, question)
    return _png(page)


def draw_detail(picture: bytes, evidence: Evidence) -> bytes:
    """The surroundings of one box, enlarged, the box outlined and nothing in it covered."""
    page = _opened(picture, width=2600)
    box = evidence.box
    across = max(0.42, box.width + 0.16)
    down = max(0.07, box.height + 0.05)
    x, y = box.centre
    left = min(max(0.0, x - across / 2), max(0.0, 1 - across))
    top = min(max(0.0, y - down / 2), max(0.0, 1 - down))
    _frame(page, evidence, _QUESTION, 4, grow=0.006)
    cut = page.crop(
        (
            int(left * page.width),
            int(top * page.height),
            int(min(1.0, left + across) * page.width),
            int(min(1.0, top + down) * page.height),
        )
    )
    return _png(cut)


def _opened(picture: bytes, width: int = _WIDTH) -> Image.Image:
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        page = opened.convert("RGB")
    if page.width > width:
        page.thumbnail((width, 3 * width))
    return page


def _draw(page: Image.Image, item: Evidence, question: int | None) -> None:
    if item.question is None:
        _frame(page, item, _READ, 2, grow=0.002)
    elif item.question == question:
        _tint(page, item)
        _frame(page, item, _QUESTION, 5, grow=0.005)
        _number(page, item, _QUESTION)
    else:
        _frame(page, item, _OTHER_QUESTION, 3, grow=0.004)
        _number(page, item, _OTHER_QUESTION)


def _corners(page: Image.Image, item: Evidence, grow: float) -> tuple[int, int, int, int]:
    box = item.box
    return (
        int((box.x0 - grow) * page.width),
        int((box.y0 - grow) * page.height),
        int((box.x1 + grow) * page.width),
        int((box.y1 + grow) * page.height),
    )


def _frame(page: Image.Image, item: Evidence, colour: tuple[int, int, int], width: int, grow: float) -> None:
    from PIL import ImageDraw

    ImageDraw.Draw(page).rectangle(_corners(page, item, grow), outline=colour, width=width)


def _tint(page: Image.Image, item: Evidence) -> None:
    """A light wash, through which the print stays legible."""
    from PIL import Image, ImageChops

    corners = _corners(page, item, 0.005)
    wash = Image.new("RGB", (max(1, corners[2] - corners[0]), max(1, corners[3] - corners[1])), (255, 236, 178))
    part = page.crop((corners[0], corners[1], corners[0] + wash.width, corners[1] + wash.height))
    page.paste(ImageChops.multiply(part, wash), corners[:2])


def _number(page: Image.Image, item: Evidence, colour: tuple[int, int, int]) -> None:
    from PIL import ImageDraw, ImageFont

    left, top, _, _ = _corners(page, item, 0.005)
    size = max(18, page.width // 55)
    place = (max(0, left - size - 10), max(0, top - size // 2))
    draw = ImageDraw.Draw(page)
    draw.ellipse((*place, place[0] + size + 4, place[1] + size + 4), fill=colour)
    text = str(item.question)
    font = ImageFont.load_default(size - 4)
    draw.text((place[0] + size / 2 + 2, place[1] + size / 2 + 2), text, fill="white", font=font, anchor="mm")


def _png(page: Image.Image) -> bytes:
    from PIL import Image

    # 256 colours: a third of the bytes, and no difference an eye sees on print.
    reduced = page.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    reduced.save(out, "PNG", compress_level=3)
    return out.getvalue()
