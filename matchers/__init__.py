"""Invoices against declarations: evidence, discrepancies, duplicates, integrity, the decision.

Pure functions from values to values; no I/O. `verify_claims` is the whole room's work.
"""

from matchers.claims import Claim, ClaimDocument, Registry
from matchers.decision import verify_claims

__all__ = ["Claim", "ClaimDocument", "Registry", "verify_claims"]
