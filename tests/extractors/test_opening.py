"""Sniffing: content decides, and what cannot be read is refused with a reason."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image as Pictures

from extractors.files.opening import Limits, UploadKind, sniff
from programme.errors import UnreadableDocument
from tests.extractors.ksef_samples import ksef_xml
from tests.extractors.pdf_samples import lines_pdf


def picture(form: str) -> bytes:
    buffer = io.BytesIO()
    Pictures.new("RGB", (40, 30), "white").save(buffer, form)
    return buffer.getvalue()


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>" * 20)
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF"])
def test_pictures(form: str) -> None:
    assert sniff(picture(form)) is UploadKind.IMAGE


def test_heic_by_its_brand() -> None:
    assert sniff(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50 + b"meta") is UploadKind.IMAGE


def test_pdf_also_after_junk() -> None:
    data = lines_pdf(["Faktura"])
    assert sniff(data) is UploadKind.PDF
    assert sniff(b"\r\n\x00junk from a mail gateway\r\n" + data) is UploadKind.PDF


def test_xml_in_all_dresses() -> None:
    data = ksef_xml()
    assert sniff(data) is UploadKind.XML
    assert sniff(b"\xef\xbb\xbf" + data) is UploadKind.XML
    assert sniff(data.decode().encode("utf-16")) is UploadKind.XML
    assert sniff(data.removeprefix(b'<?xml version="1.0" encoding="UTF-8"?>')) is UploadKind.XML


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\0" * 100, "empty"),
        (
            b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8" + b"\0" * 43 + b"\x80\0\0\0" + b"\0" * 64 + b"PE\0\0",
            "executable",
        ),
        (packed("faktura.xml"), "archive"),
        (packed("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "office_document"),
        (b"{\\rtf1\\ansi Faktura}", "office_document"),
        (b"<!DOCTYPE html><html><body>Faktura</body></html>", "web_page"),
        (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0" + b"\0" * 60, "not_a_page"),
        (b"Faktura nr 1 z dnia 12.09.2025", "unknown_type"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        sniff(data)
    assert caught.value.code == code
    assert caught.value.message.endswith(".") and caught.value.remedy


def test_size_limit() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        sniff(picture("PNG"), Limits(max_bytes=50))
    assert caught.value.code == "too_large"
