"""Opening any upload: what kind of file is it, by its content alone, and may we open it at all.

The file's name and ending are never asked. What cannot be read is refused with `UnreadableDocument`, whose code
and message say what was found and what the participant can send instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from programme.errors import UnreadableDocument


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. A document beyond a limit is refused or marked partial, never obeyed.

    max_bytes: of the upload. max_pages: pages read. max_pixels: of one image frame, or of all pictures on one PDF
    page, before decoding. max_render_pixels: of a page rendered from a PDF. max_xml_bytes: KSeF accepts 1 MB, 3 MB
    with attachments. max_page_chars: characters of a PDF page's text layer. max_page_objects: drawing operations
    looked at per PDF page. max_attachments: embedded files looked at. render_seconds: time for one page's rendering.
    """

    max_bytes: int = 25 * 1024 * 1024
    max_pages: int = 30
    max_pixels: int = 120_000_000
    max_render_pixels: int = 30_000_000
    max_xml_bytes: int = 3 * 1024 * 1024
    max_page_chars: int = 40_000
    max_page_objects: int = 20_000
    max_attachments: int = 10
    render_seconds: float = 20.0


DEFAULT_LIMITS = Limits()


class UploadKind(Enum):
    """The three kinds of file that can be read."""

    XML = "xml"
    PDF = "pdf"
    IMAGE = "image"


_REMEDY_ORIGINAL = "Send the original PDF or the KSeF XML, or a sharp photo of the whole page."
_PDF_HEADER = b"%PDF-"
_PDF_HEADER_WITHIN = 1024  # readers accept the header after leading junk up to here (PDF 1.7, appendix H)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_IMAGES = {
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "image/heic",
    "image/heif",
    "image/avif",
    "image/bmp",
    "image/x-ms-bmp",
    "image/gif",
    "image/jp2",
    "image/x-portable-pixmap",
    "image/x-portable-greymap",
}
_OFFICE_WORDS = ("msword", "ms-excel", "ms-powerpoint", "officedocument", "opendocument", "rtf", "ole-storage")
_ARCHIVES = {
    "application/zip",
    "application/gzip",
    "application/x-7z-compressed",
    "application/x-rar",
    "application/vnd.rar",
    "application/x-tar",
    "application/x-bzip2",
    "application/x-xz",
    "application/zstd",
}
_EXECUTABLE_WORDS = ("dosexec", "executable", "sharedlib", "mach-binary", "shellscript", "java-archive", "x-msi")


def sniff(data: bytes, limits: Limits = DEFAULT_LIMITS) -> UploadKind:
    """What `data` is. Raises UnreadableDocument with one of the codes empty, too_large, executable,
    office_document, archive, email, web_page, not_a_page (sound, video, drawing), unknown_type."""
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableDocument("empty", "The file is empty.", "Send it again; the upload may have been cut off.")
    if len(data) > limits.max_bytes:
        raise UnreadableDocument(
            "too_large",
            f"The file has {len(data) / 1e6:.0f} MB; at most {limits.max_bytes / 1e6:.0f} MB can be read.",
            "Send only the invoice's pages, or a photo of lower resolution.",
        )
    mime = _mime(data)
    if any(word in mime for word in _EXECUTABLE_WORDS):
        raise UnreadableDocument("executable", "The file is a program, not a document.", _REMEDY_ORIGINAL)
    if mime in _IMAGES or _is_heif(data):
        return UploadKind.IMAGE
    if mime == "application/pdf" or data.find(_PDF_HEADER, 0, _PDF_HEADER_WITHIN) >= 0:
        return UploadKind.PDF
    if _is_xml(data):
        return UploadKind.XML
    raise _refusal(mime, data)


def _mime(data: bytes) -> str:
    """libmagic's opinion on the first 64 kB (enough to tell an office file from a plain ZIP)."""
    import magic

    return str(magic.from_buffer(data[: 64 * 1024], mime=True)).lower()


def _is_heif(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS


def _is_xml(data: bytes) -> bool:
    """Whether it starts as XML does: an optional BOM and white space, then a tag that is not HTML's or SVG's."""
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\0", b"")  # UTF-16: the ASCII part suffices to see a tag
    for bom in _BOMS:
        head = head.removeprefix(bom)
    head = head.lstrip().lower()
    if not head.startswith(b"<"):
        return False
    if b"<svg" in head or b"<html" in head or head.startswith(b"<!doctype html"):
        return False
    return head.startswith((b"<?xml", b"<!--", b"<!doctype")) or head[1:2].isalpha()


def _refusal(mime: str, data: bytes) -> UnreadableDocument:
    if any(word in mime for word in _OFFICE_WORDS):
        return UnreadableDocument(
            "office_document",
            "The file is an office document (Word, Excel, OpenOffice), which anyone can edit.",
            _REMEDY_ORIGINAL,
        )
    if mime in _ARCHIVES or data[:4] == b"PK\x03\x04":
        return UnreadableDocument(
            "archive", "The file is a packed archive.", "Unpack it and send the PDF or XML inside."
        )
    if mime in ("message/rfc822", "application/vnd.ms-outlook"):
        return UnreadableDocument("email", "The file is an e-mail message.", "Send the invoice attached to it.")
    if mime == "text/html" or b"<html" in data[:2048].lower():
        return UnreadableDocument("web_page", "The file is a saved web page.", _REMEDY_ORIGINAL)
    if mime.startswith(("audio/", "video/", "image/", "font/")):
        return UnreadableDocument("not_a_page", f"A file of type {mime} holds no page to read.", _REMEDY_ORIGINAL)
    return UnreadableDocument("unknown_type", f"The kind of file is not known ({mime}).", _REMEDY_ORIGINAL)
