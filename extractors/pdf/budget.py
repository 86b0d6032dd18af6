"""What drawing a PDF page would cost, reckoned before pdfium parses it: bombs cost nothing but this.

pdfium expands every stream and every form inside a form while it loads a page, without a limit. Here streams are
inflated only up to a limit, and nested forms are counted without being drawn.
"""

from __future__ import annotations

import re
import zlib
from typing import Any

from extractors.files.opening import Limits
from programme.errors import UnreadableDocument

# Honest pages have well under 1 MB of drawing operators; maps and CAD sheets some ten.
_MAX_CONTENT_BYTES = 30_000_000
_MAX_FORM_DRAWS = 5_000
_MAX_DEPTH = 20
_DO = re.compile(rb"/([^\s/<>\[\]()%{}]+)\s+Do\b")
_REMEDY = "Send the invoice as printed by the seller's program, or a sharp photo of the whole page."


def refuse_bombs(data: bytes, limits: Limits) -> None:
    """Raise UnreadableDocument("page_too_complex") for a page whose content inflates or multiplies beyond reason.

    What qpdf cannot open is left to pdfium, which may still read it.
    """
    import pikepdf

    try:
        with pikepdf.open(_stream(data), attempt_recovery=True, suppress_warnings=True) as pdf:
            for index in range(min(len(pdf.pages), limits.max_pages)):
                _Page(index + 1).check(pdf.pages[index].obj)
    except pikepdf.PasswordError:
        return  # pdfium tells it apart from damage
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, AttributeError, RuntimeError):
        return  # damaged structure: pdfium decides whether the page can be read at all


def _stream(data: bytes) -> Any:
    import io

    return io.BytesIO(data)


class _Page:
    """Adds up one page's content."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._bytes = 0
        self._draws: dict[tuple[int, int], int] = {}

    def check(self, page: Any) -> None:
        contents = page.get("/Contents")
        streams = list(contents) if _is_array(contents) else [contents] if contents is not None else []
        content = b"\n".join(self._inflated(stream) for stream in streams)
        if self._forms_drawn(content, page.get("/Resources"), ()) > _MAX_FORM_DRAWS:
            self._refuse()

    def _refuse(self) -> None:
        raise UnreadableDocument("page_too_complex", f"Page {self._number} would take too long to draw.", _REMEDY)

    def _inflated(self, stream: Any) -> bytes:
        """A stream's bytes, as far as the page's allowance goes."""
        raw = bytes(stream.read_raw_bytes())
        filters = stream.get("/Filter")
        names = [str(name) for name in filters] if _is_array(filters) else [str(filters)] if filters else []
        room = _MAX_CONTENT_BYTES - self._bytes
        if names == ["/FlateDecode"]:
            inflater = zlib.decompressobj()
            try:
                raw = inflater.decompress(raw, room + 1)
            except zlib.error:
                raw = b""
        elif names:
            raw = _unpacked(raw, names, room + 1) or bytes(stream.read_bytes())
        self._bytes += len(raw)
        if self._bytes > _MAX_CONTENT_BYTES:
            self._refuse()
        return raw

    def _forms_drawn(self, content: bytes, resources: Any, above: tuple[tuple[int, int], ...]) -> int:
        """How many forms drawing `content` draws, forms in forms multiplied out."""
        forms = resources.get("/XObject") if resources is not None else None
        if forms is None:
            return 0
        total = 0
        for name in _DO.findall(content):
            form = forms.get("/" + name.decode("latin-1"))
            if form is None or form.get("/Subtype") != "/Form":
                continue
            total += 1 + self._draws_of(form, resources, above)
            if total > _MAX_FORM_DRAWS:
                self._refuse()
        return total

    def _draws_of(self, form: Any, resources: Any, above: tuple[tuple[int, int], ...]) -> int:
        key = tuple(form.objgen)
        if key in above or len(above) > _MAX_DEPTH:
            self._refuse()  # a form that draws itself
        if key not in self._draws:
            inner = form.get("/Resources", resources)
            self._draws[key] = self._forms_drawn(self._inflated(form), inner, (*above, key))
        return self._draws[key]


def _is_array(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Array)


def _unpacked(raw: bytes, names: list[str], limit: int) -> bytes | None:
    """Flate upon Flate, ASCII85 upon Flate, each step up to `limit` bytes; None for other filters."""
    import base64

    for name in names:
        if name == "/FlateDecode":
            try:
                raw = zlib.decompressobj().decompress(raw, limit)
            except zlib.error:
                return b""
        elif name == "/ASCII85Decode":
            raw = base64.a85decode(raw.strip().removeprefix(b"<~").removesuffix(b"~>"))
        else:
            return None
    return raw
