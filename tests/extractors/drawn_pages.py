"""Pages drawn for the tests of page pictures: an invoice-like sheet, scanned or photographed."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from extractors.tokens import Image
from programme.geometry import Box

_FONTS = ("/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/dejavu")


def font(size: int, name: str = "LiberationSans-Regular.ttf") -> ImageFont.FreeTypeFont:
    """A font of the system; DejaVu where Liberation is not installed."""
    for folder in _FONTS:
        for file in (name, "DejaVuSans.ttf"):
            if (Path(folder) / file).exists():
                return ImageFont.truetype(str(Path(folder) / file), size)
    raise RuntimeError("no TrueType font installed")


ROWS = (
    ("1", "Żyto ozime hybrydowe SU Elendi", "24", "412,50", "9 900,00"),
    ("2", "Pszenica ozima Euforia C1", "36", "218,70", "7 873,20"),
    ("3", "Usługa transportowa", "15", "150,00", "2 250,00"),
)
COLUMNS = (110, 190, 860, 1000, 1240)


def sheet() -> tuple[Image, dict[str, Box]]:
    """A 200-dpi A4 sheet (BGR) with a ruled table, and the boxes of its numbers by text."""
    picture = Pillow.new("L", (1654, 2339), 246)
    pen = ImageDraw.Draw(picture)
    plain = font(25)
    pen.text((560, 160), "Faktura VAT nr FV/2931/09/2025", font=font(34), fill=20)
    for place, text in enumerate(
        ("Sprzedawca: Hurtownia Nasion Kłosek", "ul. Polna 7, 62-061 Granowo", "Nabywca: Jan Testowy", "Data sprzedaży")
    ):
        pen.text((110, 300 + 50 * place), text, font=plain, fill=20)
    boxes = {}
    for line, row in enumerate(ROWS):
        top = 620 + 60 * line
        pen.rectangle((95, top - 14, 1540, top + 46), outline=20, width=2)
        for left, text in zip(COLUMNS, row, strict=True):
            pen.text((left, top), text, font=plain, fill=20)
            x0, y0, x1, y1 = pen.textbbox((left, top), text, font=plain)
            boxes[text] = Box(x0 / 1654, y0 / 2339, x1 / 1654, y1 / 2339)
    pen.text((110, 900), "Razem do zapłaty: dwadzieścia tysięcy dwadzieścia trzy złote", font=plain, fill=20)
    return np.repeat(np.asarray(picture)[:, :, None], 3, axis=2), boxes


def scanned(page: Image, seed: int = 1) -> Image:
    """The page with a scanner's grain and softness."""
    noise = np.random.default_rng(seed).normal(0, 3.0, page.shape[:2])[:, :, None]
    soft = cv2.GaussianBlur(page, (0, 0), 0.6).astype(np.float64)
    return np.clip(soft - 8 + noise, 0, 255).astype(np.uint8)


def photographed(page: Image) -> Image:
    """The page on a dark desk, a little turned and in perspective, lit from one side."""
    height, width = page.shape[:2]
    wide, high = int(width * 1.2), int(height * 1.15)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = np.array([[0.08, 0.06], [0.93, 0.04], [0.95, 0.95], [0.06, 0.96]], dtype=np.float32) * [wide, high]
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    desk = np.full((high, wide, 3), (60, 70, 90), np.uint8)
    cv2.warpPerspective(page, matrix, (wide, high), dst=desk, borderMode=cv2.BORDER_TRANSPARENT)
    lit = desk * np.linspace(0.7, 1.0, wide)[None, :, None]
    return np.clip(lit + np.random.default_rng(2).normal(0, 2, desk.shape), 0, 255).astype(np.uint8)
