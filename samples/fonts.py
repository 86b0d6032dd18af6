"""Fonts of the system that have Polish letters, registered with reportlab under the names of our faces."""

from __future__ import annotations

import functools
from pathlib import Path

from programme.errors import Unavailable

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
    "/System/Library/Fonts",
)
# Face: (regular, bold) file names in order of preference.
_FACES = {
    "sans": (
        ("LiberationSans-Regular", "LiberationSans-Bold"),
        ("Arial", "Arial Bold"),
        ("DejaVuSans", "DejaVuSans-Bold"),
    ),
    "humanist": (("Carlito-Regular", "Carlito-Bold"), ("DejaVuSans", "DejaVuSans-Bold"), ("Verdana", "Verdana Bold")),
    "serif": (
        ("LiberationSerif-Regular", "LiberationSerif-Bold"),
        ("Times New Roman", "Times New Roman Bold"),
        ("DejaVuSerif", "DejaVuSerif-Bold"),
    ),
    "mono": (
        ("DejaVuSansMono", "DejaVuSansMono-Bold"),
        ("Courier New", "Courier New Bold"),
        ("LiberationMono-Regular", "LiberationMono-Bold"),
    ),
    "narrow": (
        ("LiberationSansNarrow-Regular", "LiberationSansNarrow-Bold"),
        ("Arial Narrow", "Arial Narrow Bold"),
        ("DejaVuSans", "DejaVuSans-Bold"),
    ),
    "wide": (("DejaVuSans", "DejaVuSans-Bold"), ("Verdana", "Verdana Bold"), ("Arial", "Arial Bold")),
    "typewriter": (
        ("FreeMono", "FreeMonoBold"),
        ("Courier New", "Courier New Bold"),
        ("DejaVuSansMono", "DejaVuSansMono-Bold"),
    ),
    "fixed": (("LiberationMono-Regular", "LiberationMono-Bold"), ("DejaVuSansMono", "DejaVuSansMono-Bold")),
    "condensed": (("DejaVuSansCondensed", "DejaVuSansCondensed-Bold"), ("DejaVuSans", "DejaVuSans-Bold")),
    "book": (
        ("DejaVuSerifCondensed", "DejaVuSerifCondensed-Bold"),
        ("FreeSerif", "FreeSerifBold"),
        ("DejaVuSerif", "DejaVuSerif-Bold"),
        ("LiberationSerif-Regular", "LiberationSerif-Bold"),
    ),
    "noto": (("NotoSans-Regular", "NotoSans-Bold"), ("DejaVuSans", "DejaVuSans-Bold")),
}


@functools.cache
def _files() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in map(Path, _FOLDERS):
        if folder.is_dir():
            for path in sorted(folder.rglob("*.ttf")):
                found.setdefault(path.stem, path)
    return found


@functools.cache
def register_fonts() -> None:
    """Makes "sans", "sans-bold", "serif" ... known to reportlab.

    Raises Unavailable where the system has none of a face's fonts.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for face, choices in _FACES.items():
        for regular, bold in choices:
            if regular in _files() and bold in _files():
                pdfmetrics.registerFont(TTFont(face, str(_files()[regular])))
                pdfmetrics.registerFont(TTFont(f"{face}-bold", str(_files()[bold])))
                break
        else:
            raise Unavailable(f"No font for {face} found.", "Install the DejaVu or Liberation fonts (make setup does).")
