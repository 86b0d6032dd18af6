"""Every threshold of reading and matching, in one frozen place, each with its reason.

The hash of the set is stamped on each decision, so that any decision can be replayed.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal

from programme.invoices import Value


class Thresholds(Value):
    """Numbers that decide. Confidences are probabilities; money in the invoice's currency."""

    # A field below this never passes a blocking check: at 0.9 one in ten would be wrong, which zero false
    # confirmations does not allow without a witness; with one (checksum, sums, second reader) it is ample.
    decisive_confidence: float = 0.90
    # Without any witness a reading must be nearly certain.
    lone_reading_confidence: float = 0.98
    # A grosz a line and a grosz a sum: rounding of net, VAT and gross may each fall either way.
    rounding: Decimal = Decimal("0.01")
    # Names of parties after folding of case, diacritics and legal forms (rapidfuzz token_sort_ratio, 0..100).
    name_similarity: float = 88.0
    # Perceptual hash distance (bits of 64) below which two pages may be the same sheet.
    fingerprint_distance: int = 6

    @property
    def digest(self) -> str:
        """The first 16 hex digits of the SHA-256 over all values."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


DEFAULT_THRESHOLDS = Thresholds()
