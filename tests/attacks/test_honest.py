"""At least 3,000 honest claims: 99 in 100 must pass untouched."""

from __future__ import annotations

import pytest

from matchers import verify_claims
from programme.verdicts import Decision
from tests.attacks.honest import HONEST, Honest, Marked
from tests.attacks.world import RULES, World

SEEDS = 125


@pytest.mark.parametrize("honest", HONEST, ids=lambda honest: honest.__name__)
def test_honest_claims_are_confirmed(honest: Honest) -> None:
    confirmed = made = 0
    reasons: list[str] = []
    for seed in range(SEEDS):
        world = World.of(f"{honest.__name__} {seed}")
        claims = honest(world)
        ids = {claim.declaration.declaration_id for claim in claims if not isinstance(claim, Marked)}
        for verdict in verify_claims(claims, world.registry, RULES):
            if verdict.declaration_id not in ids:
                continue
            made += 1
            confirmed += verdict.decision is Decision.CONFIRMED
            if verdict.decision is Decision.FLAGGED:
                reasons.append(f"{seed}: " + "; ".join(item.message for item in verdict.discrepancies))
    assert made >= SEEDS
    assert confirmed >= 0.99 * made, "\n".join(reasons[:5])
