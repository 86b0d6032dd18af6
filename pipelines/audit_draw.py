"""Drawing the blind audit: a reproducible share of what the machine confirms."""

from __future__ import annotations

import hashlib

from programme.verdicts import Decision
from storage import UnitOfWork
from storage.programmes import ProgrammeRef


def is_drawn(programme_slug: str, declaration_id: str, share: float) -> bool:
    """Whether a claim belongs to the sample: by the hash of programme and claim, so that anyone can draw it again."""
    digest = hashlib.sha256(f"{programme_slug}\n{declaration_id}".encode()).digest()
    return int.from_bytes(digest[:8]) < share * 2**64


def draw_sample(work: UnitOfWork, programme: ProgrammeRef) -> int:
    """Put the drawn ones among the claims the machine confirms into the sample; says how many are new."""
    by_person = work.reviews.confirmed(programme.id)
    drawn = 0
    for stored in work.decisions.current(programme.id):
        verdict = stored.verdict
        if verdict.decision is not Decision.CONFIRMED or verdict.declaration_id in by_person:
            continue
        if is_drawn(programme.slug, verdict.declaration_id, programme.rules.audit_share):
            drawn += work.audit_sample.draw(programme.id, verdict.declaration_id, stored.id)
    return drawn
