"""What a document says: an invoice whose every value carries confidence, page and box.

An `Invoice` is a reading, not a verdict: it is stored as read and never rewritten. Values serialise with
`model_dump_json()` and come back with `Invoice.model_validate_json()`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, field_serializer

from programme.geometry import Box

T = TypeVar("T")


class Value(BaseModel):
    """Base of all immutable values."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DocumentType(StrEnum):
    """What kind of document it is."""

    INVOICE = "invoice"
    CORRECTION = "correction"
    PROFORMA = "proforma"
    ADVANCE = "advance"
    RECEIPT = "receipt"
    DELIVERY_NOTE = "delivery_note"
    OTHER = "other"
    UNREADABLE = "unreadable"


class Source(StrEnum):
    """Where a document's values were read from."""

    KSEF_XML = "ksef_xml"
    PDF_TEXT = "pdf_text"
    OCR = "ocr"
    MIXED = "mixed"


class Witness(StrEnum):
    """Independent evidence that a reading is right, beside the reading itself."""

    STRUCTURED = "structured"  # read from KSeF XML: nothing to misread
    CHECKSUM = "checksum"  # NIP check digit, KSeF CRC
    ARITHMETIC = "arithmetic"  # quantity x price = net, lines sum to totals
    SECOND_READER = "second_reader"  # another OCR engine reads the same
    PIXELS = "pixels"  # a text layer's value read from the rendered page too
    QR = "qr"  # the KSeF QR code says the same
    WORDS = "words"  # the amount in words says the same
    REPEATED = "repeated"  # stands more than once on the document, alike


class Field(Value, Generic[T]):
    """One value as read. `box` is in fractions of the upright page `page` (from 1); both None for XML.

    `confidence` is the probability, 0..1, that the value is what the document says. `witnesses` name the
    independent evidence for it. `alternatives` are other plausible readings, best first.
    """

    value: T
    confidence: float = 1.0
    page: int | None = None
    box: Box | None = None
    witnesses: frozenset[Witness] = frozenset()
    alternatives: tuple[T, ...] = ()

    @field_serializer("witnesses", when_used="json")
    def _in_order(self, witnesses: frozenset[Witness]) -> list[Witness]:
        """A set has no order of its own; what is stored must be the same in every run."""
        return sorted(witnesses)


class Party(Value):
    """Seller, buyer or recipient as printed."""

    name: Field[str] | None = None
    nip: Field[str] | None = None
    address: Field[str] | None = None


class Crop(StrEnum):
    """Crops as the wording of a line tells them; OTHER_SEED is seed of some other crop."""

    HYBRID_RYE = "hybrid_rye"
    RYE = "rye"
    TRITICALE = "triticale"
    MAIZE = "maize"
    WHEAT = "wheat"
    BARLEY = "barley"
    OATS = "oats"
    RAPESEED = "rapeseed"
    OTHER_SEED = "other_seed"


class UnitKind(StrEnum):
    """Units of measure, normalised."""

    SEED_UNIT = "seed_unit"  # j.s., jednostka siewna, mln nasion
    BAG = "bag"  # worek, opakowanie
    BIG_BAG = "big_bag"
    PIECE = "piece"  # szt.
    MASS = "mass"  # kg, t, dt
    VOLUME = "volume"
    AREA = "area"
    OTHER = "other"


class ProductMention(Value):
    """What the wording of a line says about the product, before any catalogue is asked."""

    crop: Crop | None = None
    hybrid: bool = False
    package_units: Decimal | None = None  # seed units in one package, from "BB 20 j.s.", "a'20 j.s."
    package_kind: UnitKind | None = None  # BIG_BAG or BAG where the wording names the package
    not_seed: bool = False  # transport, pallet, treatment, licence fee ...
    led_by_goods: bool = False  # other goods stand first: a cap, a catalogue, a rebate


class LineItem(Value):
    """One line of the invoice's table. Amounts in the invoice's currency; quantity in `unit`.

    `proven` says that quantity x price = net held and that the table this line belongs to adds up to the
    printed totals. `box` surrounds the row, `quantity.box` the cell. `quantity_disputed`: quantity and price may as
    well be the other way round, which no arithmetic can tell.
    """

    description: str
    quantity: Field[Decimal] | None = None
    unit: str | None = None
    unit_kind: UnitKind | None = None
    unit_net_price: Decimal | None = None
    unit_gross_price: Decimal | None = None
    discount: Decimal | None = None
    net: Field[Decimal] | None = None
    vat_rate: str | None = None
    vat: Decimal | None = None
    gross: Field[Decimal] | None = None
    page: int | None = None
    box: Box | None = None
    confidence: float = 0.0
    proven: bool = False
    quantity_disputed: bool = False
    before_correction: bool = False  # "stan przed": the state before a correction
    exact_wording: bool = False  # from XML or a text layer: no letter of the description is misread
    mention: ProductMention = ProductMention()


class Totals(Value):
    """Sums of the whole document."""

    net: Field[Decimal] | None = None
    vat: Field[Decimal] | None = None
    gross: Field[Decimal] | None = None


class VatRow(Value):
    """One row of the summary by VAT rate."""

    rate: str
    net: Decimal | None = None
    vat: Decimal | None = None
    gross: Decimal | None = None


class QrCode(Value):
    """A QR code found on a page, as text; the KSeF link is parsed by programme.identifiers."""

    text: str
    page: int
    box: Box | None = None


class Problem(Value):
    """Something that hindered the reading. `code` is a machine name, `message` English for people."""

    code: str
    message: str
    page: int | None = None


class FindingKind(StrEnum):
    """Traces that a document was changed or says two things at once."""

    TEXT_DIFFERS_FROM_PIXELS = "text_differs_from_pixels"
    TEXT_UNDER_TEXT = "text_under_text"  # two texts at one place: something was painted over
    STRUCK_OUT = "struck_out"  # a line drawn through words
    ANNOTATION_OVER_TEXT = "annotation_over_text"
    PAINTED_OVER = "painted_over"  # an opaque shape drawn over text, new text on it
    IMAGE_PATCH = "image_patch"  # background or noise of a cell unlike its surroundings
    FONT_BREAK = "font_break"
    EDITED_AFTER_CREATION = "edited_after_creation"  # incremental update that changes a page's content
    WORDS_DIFFER_FROM_AMOUNT = "words_differ_from_amount"
    DRAWN_LATER = "drawn_later"  # a figure drawn long after the rest of its row
    EDITING_PROGRAM = "editing_program"  # saved by a program for editing, or changed after it was made
    CUT_OFF_TEXT = "cut_off_text"  # text outside the shown part of the page
    CLONED_DIGITS = "cloned_digits"  # digits that are copies of others on the page, noise and all
    SCREEN_PHOTO = "screen_photo"  # taken of a screen, not of paper


class Finding(Value):
    """One trace, with its place. `strength` 0..1; the matchers decide what blocks.

    `message` is English, for logs; people are told in their language by `kind`, `detail` (a machine name for which of
    its forms it is) and `values` (what the wording names).
    """

    kind: FindingKind
    message: str
    detail: str = ""
    values: tuple[tuple[str, str], ...] = ()
    page: int | None = None
    box: Box | None = None
    strength: float = 1.0


class PageInfo(Value):
    """What is kept of a page: its size, its words as text, its fingerprint.

    `width` and `height` are of the upright page in points (PDF) or pixels (image). `text` is the reading in
    rows. `fingerprint` is a perceptual hash (hex) of the upright page image. `printed_page` is (2, 3) for
    "Strona 2 z 3"; `page_count_doubtful`: one look at it alone says so, another does not.
    """

    number: int
    width: float
    height: float
    source: Source
    text: str = ""
    fingerprint: str | None = None
    printed_page: tuple[int, int] | None = None
    page_count_doubtful: bool = False


class Invoice(Value):
    """One document as read; of a file that holds several, the first, with the others as `further`."""

    sha256: str
    source: Source
    document_type: DocumentType
    type_confidence: float = 1.0
    pages: tuple[PageInfo, ...] = ()
    invoice_number: Field[str] | None = None
    issue_date: Field[date] | None = None
    sale_date: Field[date] | None = None
    ksef_number: Field[str] | None = None  # as printed, also where its CRC fails
    corrected_invoice_number: Field[str] | None = None
    seller: Party = Party()
    buyer: Party = Party()
    recipient: Party | None = None
    nips: tuple[Field[str], ...] = ()  # every valid NIP anywhere on the document
    lines: tuple[LineItem, ...] = ()
    totals: Totals = Totals()
    vat_rows: tuple[VatRow, ...] = ()
    amount_in_words: Field[Decimal] | None = None
    currency: str = "PLN"
    duplicate_print: bool = False  # marked DUPLIKAT
    arithmetic_holds: bool | None = None  # lines, VAT and totals agree; None where it could not be tried
    qr_codes: tuple[QrCode, ...] = ()
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    partial: bool = False  # a page failed or a limit was hit: never confirms
    xml_sha256: str | None = None  # of a KSeF XML's exact bytes, hex
    seconds: float = 0.0
    further: tuple[Invoice, ...] = ()  # the file's other documents, each with its own pages

    @property
    def text(self) -> str:
        """All pages' text, in order."""
        return "\n".join(page.text for page in self.pages)
