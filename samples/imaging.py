"""Paper through a scanner or a phone camera, by simulation: numpy and OpenCV, every random draw from one seed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]


# Tables that paper hardly stands out from.
WHITE, CHECKED = 1, 2


@dataclass(frozen=True, slots=True)
class Scan:
    """How a scanner sees: `mode` "grey", "bw" or "colour"; skew in degrees; noise as grey levels."""

    dpi: int = 200
    mode: str = "grey"
    skew: float = 0.5
    noise: float = 5
    stamp: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """How a phone sees: picture height in pixels, blur in pixels, tilt 0..1, JPEG quality, EXIF orientation.

    `turned` turns the pixels by that many quarter turns clockwise; with `exif` set to match, viewers turn them back.
    `desk` is WHITE or CHECKED, 0 for any dark table.
    """

    height: int = 2000
    blur: float = 0.6
    tilt: float = 0.35
    shadow: float = 0.25
    noise: float = 4
    quality: int = 72
    turned: int = 0
    exif: int = 1
    desk: int = 0


def pictures(pdf: bytes, dpi: int) -> list[Image]:
    """The pages of a PDF as BGR pictures."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return [np.ascontiguousarray(page.render(scale=dpi / 72).to_numpy()[:, :, :3]) for page in document]


def joined(pdfs: Sequence[bytes]) -> bytes:
    """The pages of all, in order, as one PDF."""
    import pikepdf

    whole, out = pikepdf.new(), io.BytesIO()
    for data in pdfs:
        with pikepdf.open(io.BytesIO(data)) as part:
            whole.pages.extend(part.pages)
    whole.save(out, deterministic_id=True)
    return out.getvalue()


def stamped(image: Image, rng: np.random.Generator) -> Image:
    """A blue round stamp and a scrawled signature low on the page, away from the table."""
    import cv2

    height, width = image.shape[:2]
    ink = np.full_like(image, 255)
    centre = (int(width * rng.uniform(0.62, 0.8)), int(height * rng.uniform(0.8, 0.88)))
    radius = int(width * 0.07)
    for size in (radius, int(radius * 0.72)):
        cv2.circle(ink, centre, size, (150, 60, 40), max(2, width // 600), cv2.LINE_AA)
    cv2.putText(
        ink,
        "SPRZEDAZ",
        (centre[0] - int(radius * 0.62), centre[1]),
        cv2.FONT_HERSHEY_DUPLEX,
        width / 3200,
        (150, 60, 40),
        2,
        cv2.LINE_AA,
    )
    xs = np.linspace(0, width * 0.16, 40)
    wave = np.cumsum(rng.normal(0, height * 0.004, 40))
    points = np.stack([width * 0.17 + xs, height * 0.86 + wave], axis=1).astype(np.int32)
    cv2.polylines(ink, [points.reshape(-1, 1, 2)], False, (120, 40, 30), max(2, width // 700), cv2.LINE_AA)
    return np.minimum(image, ink)


def scanned(page: Image, how: Scan, rng: np.random.Generator) -> Image:
    """One page as the scanner sees it: BGR for "colour", else grey."""
    import cv2

    image = stamped(page, rng) if how.stamp else page
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), how.skew, 1.0)
    image = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(250, 250, 250)).astype(
        np.uint8
    )
    image = cv2.GaussianBlur(image, (0, 0), 0.55).astype(np.uint8)
    if how.mode != "colour":
        image = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.uint8)
    paper = image.astype(np.float32) * 0.93 + 10 + rng.normal(0, how.noise, image.shape)
    image = np.clip(paper, 0, 255).astype(np.uint8)
    if how.mode == "bw":
        image = ((image > 165) * 255).astype(np.uint8)
        specks = rng.random(image.shape) < 0.0004
        image[specks] = 0
    return image


def scan_pdf(pages: Sequence[Image], dpi: int, quality: int = 60) -> bytes:
    """Pictures as a PDF with nothing but pictures in it."""
    from PIL import Image as Pil
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for page in pages:
        height, width = page.shape[:2]
        size = (width * 72 / dpi, height * 72 / dpi)
        canvas.setPageSize(size)
        packed = io.BytesIO()
        picture = Pil.fromarray(_rgb(page))
        if set(np.unique(page).tolist()) <= {0, 255}:
            picture.convert("1").save(packed, "PNG")
        else:
            picture.save(packed, "JPEG", quality=quality)
        packed.seek(0)
        canvas.drawImage(ImageReader(packed), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def scan_tiff(pages: Sequence[Image], dpi: int) -> bytes:
    """Pictures as a TIFF of several pages: fax group 4 for black and white, else JPEG."""
    from PIL import Image as Pil

    frames = [Pil.fromarray(_rgb(page)) for page in pages]
    black = all(set(np.unique(page).tolist()) <= {0, 255} for page in pages)
    frames = [frame.convert("1") if black else frame for frame in frames]
    buffer = io.BytesIO()
    options = {"compression": "group4"} if black else {"compression": "jpeg", "quality": 70}
    frames[0].save(buffer, "TIFF", save_all=True, append_images=frames[1:], dpi=(dpi, dpi), **options)
    return buffer.getvalue()


def photographed(
    page: Image, how: Photo, rng: np.random.Generator, spoil: Callable[[Image], Image] | None = None
) -> bytes:
    """The sheet on a table, seen by a hand-held phone, as a JPEG file. `spoil` changes what the lens sees (BGR)."""
    import cv2
    from PIL import Image as Pil

    height, width = page.shape[:2]
    frame_height, frame_width = how.height, int(how.height * (0.75 if height < 2 * width else 0.5))
    if width > height:
        frame_height, frame_width = frame_width, frame_height
    scale = min(0.93 * frame_width / width, 0.93 * frame_height / height)
    sheet_w, sheet_h = width * scale, height * scale
    left, top = (frame_width - sheet_w) / 2, (frame_height - sheet_h) / 2
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = np.array([[left, top], [left + sheet_w, top], [left + sheet_w, top + sheet_h], [left, top + sheet_h]])
    target = target + rng.uniform(-1, 1, (4, 2)) * how.tilt * 0.03 * np.array([frame_width, frame_height])
    # Area interpolation first: warping a much larger page would alias thin strokes.
    if scale < 1:
        page = cv2.resize(page, (int(sheet_w), int(sheet_h)), interpolation=cv2.INTER_AREA).astype(np.uint8)
        source = source * np.array([page.shape[1] / width, page.shape[0] / height], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target.astype(np.float32))
    table = _table(frame_height, frame_width, rng) if not how.desk else _pale_table(how.desk, frame_height, frame_width)
    paper = cv2.warpPerspective(page, matrix, (frame_width, frame_height), flags=cv2.INTER_CUBIC)
    mask = cv2.warpPerspective(np.full(page.shape[:2], 255, np.uint8), matrix, (frame_width, frame_height))
    soft = cv2.GaussianBlur(mask, (0, 0), 1.0)[:, :, None] / 255.0
    light = _light(frame_height, frame_width, how.shadow, rng)[:, :, None]
    seen = (table * (1 - soft) + paper * soft) * light
    seen = seen * np.array([0.93, 0.97, 1.0])  # warm indoor light
    if how.blur:
        seen = cv2.GaussianBlur(seen, (0, 0), how.blur)
    taken: Image = np.clip(seen + rng.normal(0, how.noise, seen.shape), 0, 255).astype(np.uint8)
    if spoil is not None:
        taken = spoil(taken)
    taken = np.rot90(taken, -how.turned).copy()
    picture = Pil.fromarray(cv2.cvtColor(taken, cv2.COLOR_BGR2RGB).astype(np.uint8))
    exif = Pil.Exif()
    exif[0x0112] = how.exif
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=how.quality, exif=exif)
    return buffer.getvalue()


def _table(height: int, width: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """A table top: wood grain, cloth or a plain colour."""
    import cv2

    base = np.array([[70, 100, 140], [60, 60, 66], [120, 140, 120]][int(rng.integers(3))], np.float64)
    grain = (
        rng.normal(0, 1, (max(2, height // 160), width))
        if rng.random() < 0.6
        else rng.normal(0, 1, (height // 6, width // 6))
    )
    soft = cv2.GaussianBlur(cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC), (0, 0), 2)
    return np.clip(base[None, None, :] * (1 + 0.12 * soft[:, :, None]), 0, 255)


def _pale_table(kind: int, height: int, width: int) -> npt.NDArray[np.float64]:
    """What paper hardly stands out from: a white table top, or a checked cloth with white squares."""
    if kind == WHITE:
        return np.full((height, width, 3), 222.0)
    rows, columns = np.mgrid[0:height, 0:width]
    size = height // 26
    squares = ((rows // size) % 2 + (columns // size) % 2)[:, :, None]
    return np.asarray(np.array([208.0, 208.0, 208.0]) - squares * np.array([8.0, 62.0, 66.0]))


def _light(height: int, width: int, shadow: float, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Brightness over the picture: a slope, and the soft edge of a hand's or phone's shadow."""
    ys, xs = np.mgrid[0:height, 0:width]
    angle = rng.uniform(0, 2 * np.pi)
    slope = (xs / width - 0.5) * np.cos(angle) + (ys / height - 0.5) * np.sin(angle)
    light = 0.94 + 0.14 * slope
    edge = (xs / width - rng.uniform(0.3, 0.7)) * np.cos(angle + 2) + (ys / height - rng.uniform(0.3, 0.7)) * np.sin(
        angle + 2
    )
    return np.asarray(light * (1 - shadow / (1 + np.exp(-edge * 18))))


def _rgb(image: Image) -> Image:
    return np.ascontiguousarray(image[:, :, ::-1]) if image.ndim == 3 else image
