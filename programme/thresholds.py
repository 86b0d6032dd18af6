"""Every threshold of deciding, in one frozen place, each with its reason.

The hash of the set is stamped on each decision, so that any decision can be replayed. What tunes the reading stands
where it is used, and is told by the reader's version.
"""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from programme.invoices import Value


class Thresholds(Value):
    """Numbers that decide. Confidences are probabilities; money in the invoice's currency."""

    # A field below this never passes a blocking check: at 0.9 one in ten would be wrong, which zero false
    # confirmations does not allow without a witness; with one (checksum, sums, second reader) it is ample. Of 2,500
    # values measured none above 0.9 was wrong; the surest wrong number was at 0.77.
    decisive_confidence: float = 0.90
    # Without any witness a reading must be nearly certain. Recalibration leaves such readings as they are
    # (extractors/calibration.py), so only the reader's own evidence reaches this.
    lone_reading_confidence: float = 0.98
    # A reading that equals the declared value needs less. The declaration is never a hint for reading, so the two
    # are independent: a wrong claim passes only where a misreading hits the wrong declared value exactly. Of
    # misreadings of a date or a number fewer than one in a hundred land on one given other value, and wrong claims
    # are a small share of all; a reading that is more likely right than not is then ample. NIPs prove themselves
    # besides. This is not enough for the quantity, where one small digit is worth the most and is easily
    # misread: see `quantity_confidence`.
    agreeing_confidence: float = 0.50
    # The same, where an independent witness (checksum, sums, second reader, pixels) stands beside it.
    agreeing_confidence_witnessed: float = 0.35
    # A counted quantity that equals the declaration must be witnessed: by its row and the table's sums, or by
    # a second reader. Then this is enough; unwitnessed, `lone_reading_confidence` holds.
    quantity_confidence: float = 0.50
    # A value read worse than this speaks neither for nor against anything: a page is not told from another by it, no
    # price or discount is judged by it. As likely wrong as right.
    telling_confidence: float = 0.50
    # A name two readers spell a little differently is not surely read, and yet surely somebody else's.
    legible_name: float = 0.88
    # The kind of document, as the reader is sure of it. A pro forma differs from an invoice by its title alone, so a
    # paper that shows no title stays at 0.55; the least sure titled invoice of 300 measured was at 0.90.
    type_confidence: float = 0.60
    # Traces of editing from this strength on stop a claim; weaker ones only raise its risk.
    finding_strength: float = 0.50
    # The amount in words, as the reader is sure of it: from here on every word of it was understood. Over 245 honest
    # documents of all channels and layouts none then contradicted the printed sum; a forged sum does.
    words_confidence: float = 0.85
    # A grosz a line and a grosz a sum: rounding of net, VAT and gross may each fall either way.
    rounding: Decimal = Decimal("0.01")
    # Names of parties after folding of case, diacritics and legal forms (rapidfuzz token_sort_ratio, 0..100).
    name_similarity: float = 88.0
    # Bits of the 256 of a page's fingerprint in which two pictures of one sheet differ (nine in ten below 50). Other
    # sheets of the same layout come as near, so equal number or total must confirm it.
    sheet_distance: int = 50
    # What one seed unit of hybrid rye may cost net, in zloty (210 to 550 were seen): below it is a gift, a promotional
    # unit at 1 zl, population rye, a quantity in kilograms, or one that was doubled while the sums stayed; above it, a
    # package or a tonne taken for a unit.
    least_unit_price: Decimal = Decimal(150)
    most_unit_price: Decimal = Decimal(2000)
    # Share of a line's value taken off as discount: dealers give up to a fifth.
    most_discount: Decimal = Decimal("0.35")
    # Share of the value of what counts that a negative line may take back before a person must look: rebates and
    # returned packaging stay below, a returned part of the seed does not.
    most_taken_back: Decimal = Decimal("0.20")
    # From this day most sellers must issue invoices in KSeF; a picture or PDF without any KSeF mark is then unusual.
    ksef_expected_from: date = date(2026, 4, 1)

    @property
    def digest(self) -> str:
        """The first 16 hex digits of the SHA-256 over all values."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


DEFAULT_THRESHOLDS = Thresholds()
