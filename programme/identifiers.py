"""Identifiers that prove themselves: NIP, KSeF number, KSeF QR link; invoice numbers for comparison."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import NewType

from stdnum.pl import nip as stdnum_nip

Nip = NewType("Nip", str)
KsefNumber = NewType("KsefNumber", str)

# KSeF QR hosts: production, demonstration, test (MF "Kody weryfikujące", kody-qr.md).
KSEF_HOST = "qr.ksef.mf.gov.pl"
KSEF_TEST_HOSTS = ("qr-demo.ksef.mf.gov.pl", "qr-test.ksef.mf.gov.pl", "ksef-test.mf.gov.pl", "ksef-demo.mf.gov.pl")

_KSEF = re.compile(r"^(\d{10})-(\d{8})-([0-9A-F]{12})-([0-9A-F]{2})$")
_KSEF_OLD = re.compile(r"^(\d{10})-(\d{8})-([0-9A-F]{6})-([0-9A-F]{6})-([0-9A-F]{2})$")
_LINK = re.compile(r"^https?://([^/\s]+)/(?:client-app/)?invoice/(\d{10})/(\d{2})-(\d{2})-(\d{4})/([\w\-+/=]+)/?$")


def parse_nip(text: str) -> Nip | None:
    """A NIP as ten digits, from any printed form ("PL 123-456-78-90"), or None where the check digit fails.

    The check digit is the weighted sum modulo 11; a remainder of 10 is no NIP (python-stdnum).
    """
    digits = re.sub(r"[\s\-–.]", "", text.upper())
    digits = digits.removeprefix("PL")
    if not re.fullmatch(r"\d{10}", digits) or not stdnum_nip.is_valid(digits):
        return None
    return Nip(digits)


def ksef_crc(text: str) -> str:
    """CRC-8 (polynomial 0x07, start 0) of ASCII `text`, two upper-case hex digits (MF numer-ksef.md)."""
    crc = 0
    for byte in text.encode("ascii"):
        crc ^= byte
        for _ in range(8):
            crc = ((crc << 1) ^ 0x07) & 0xFF if crc & 0x80 else (crc << 1) & 0xFF
    return f"{crc:02X}"


def is_ksef_shaped(text: str) -> bool:
    """Whether `text` has the form of a KSeF number, whatever its check digits say."""
    return bool(_KSEF.match(text) or _KSEF_OLD.match(text))


def parse_ksef_number(text: str) -> KsefNumber | None:
    """A KSeF number whose CRC holds (over all before the last hyphen, hyphens included), or None."""
    candidate = re.sub(r"\s", "", text.upper())
    if not is_ksef_shaped(candidate):
        return None
    body, crc = candidate.rsplit("-", 1)
    return KsefNumber(candidate) if ksef_crc(body) == crc else None


@dataclass(frozen=True, slots=True)
class KsefLink:
    """KOD I, the link a KSeF QR code carries: who issued, when, and the SHA-256 of the invoice XML."""

    host: str
    seller_nip: str
    issue_date: date
    sha256: str

    @property
    def is_production(self) -> bool:
        return self.host.lower() == KSEF_HOST


def parse_ksef_link(text: str) -> KsefLink | None:
    """The parts of a KOD I link (`https://host/invoice/NIP/DD-MM-YYYY/Base64URL`), or None for anything else.

    The hash is decoded to bytes and given as 64 hex digits: other trailing base64 characters may mean
    the same bytes.
    """
    match = _LINK.match(text.strip())
    if not match:
        return None
    host, nip, day, month, year, digest = match.groups()
    try:
        padded = digest.rstrip("=") + "=" * (-len(digest.rstrip("=")) % 4)
        raw = base64.urlsafe_b64decode(padded.replace("+", "-").replace("/", "_"))
        issued = date(int(year), int(month), int(day))
    except (ValueError, binascii.Error):
        return None
    if len(raw) != 32:
        return None
    return KsefLink(host.lower(), nip, issued, raw.hex())


_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
# Cyrillic and Greek capitals that look like Latin ones: the commonest way to write a number that only looks the same.
_LATIN = str.maketrans("АВЕЅЗІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧŁ", "ABES3IJKMHOPCTYXABEZHIKMNOPTYXL")
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"
# What line breaking and copying leave in honest numbers.
_BREAKS = "\u00ad\u200b\ufeff\n\r\t"
# Letters that OCR and people take for digits. Digits are never folded into other digits.
_CONFUSABLE = str.maketrans("OQDIL|SBZG", "0001115826")


def normalise_invoice_number(text: str) -> str:
    """An invoice number for comparison: upper case, no spaces, one kind of dash; leading zeros stay."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_DASHES)
    return re.sub(r"\s+", "", plain).strip(".,:;")


def fold_invoice_number(text: str) -> str:
    """As `normalise_invoice_number`, with look-alikes folded, accents and separators dropped.

    Equal folds mean "the same number, read or typed with look-alike characters"; used to compare a
    declared with a read number and to find duplicates, never to show. A letter of another alphabet that looks like
    no Latin one stays, so that it makes a difference.
    """
    return "".join(number_groups(text))


def number_groups(text: str) -> tuple[str, ...]:
    """The folded number split at its separators: "FV 12/09–2025" -> ("FV", "12", "09", "2025")."""
    return tuple(re.findall(r"[^\W_]+", fold_text(text)))


def _is_mark(sign: str) -> bool:
    """Accents, and what never shows: zero-width and direction signs, variation selectors, Hangul fillers."""
    return bool(unicodedata.combining(sign)) or unicodedata.category(sign) in ("Cf", "Mn") or sign in _FILLERS


def fold_text(text: str) -> str:
    """Any text as `fold_invoice_number` folds its characters, separators kept."""
    plain = unicodedata.normalize("NFKD", text.upper().translate(_LATIN))
    plain = "".join(sign for sign in plain if not _is_mark(sign)).upper().translate(_LATIN)
    return plain.translate(_CONFUSABLE)


def has_foreign_letters(text: str) -> bool:
    """Whether letters stand in a number that neither are Latin nor look it, or characters that do not show at all.

    No invoicing program prints such; a forger uses them to make one number two.
    """
    hidden = any(unicodedata.category(sign) in ("Cf", "Cc", "Co", "Cn") and sign not in _BREAKS for sign in text)
    return hidden or any(sign.isalnum() and not sign.isascii() for sign in fold_text(text))


def same_invoice_number(one: str, other: str) -> bool:
    """Whether two printed or typed numbers are the same one.

    Look-alikes and the kind of separators do not count, and separators may be missing ("FV1/2025", "FV 1/2025");
    but where both have them they must stand at the same places: 1/11/2025 is not 11/1/2025. Prefixes and leading
    zeros must agree.
    """
    first, second = number_groups(one), number_groups(other)
    if not first or "".join(first) != "".join(second):
        return False
    ends, others = _ends(first), _ends(second)
    return ends <= others or others <= ends


def _ends(groups: tuple[str, ...]) -> set[int]:
    """Where the groups end, counted in characters without separators."""
    ends, place = set(), 0
    for group in groups:
        place += len(group)
        ends.add(place)
    return ends
