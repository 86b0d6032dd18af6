"""At least 3,000 wrong claims, and not one is confirmed."""

from __future__ import annotations

import random

import pytest

from matchers import verify_claims
from programme.verdicts import Decision
from tests.attacks.one_file import ONE_FILE_WRONG
from tests.attacks.world import RULES, World
from tests.attacks.wrong_papers import PAPERS
from tests.attacks.wrong_reuse import REUSE
from tests.attacks.wrong_values import VALUES, Attack

SEEDS = 60
ATTACKS: tuple[Attack, ...] = (*VALUES, *REUSE, *PAPERS, *ONE_FILE_WRONG)


def test_there_are_three_thousand() -> None:
    assert len(ATTACKS) * SEEDS >= 3000


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_no_wrong_claim_is_confirmed(attack: Attack) -> None:
    passed = []
    for seed in range(SEEDS):
        world = World.of(f"{attack.__name__} {seed}")
        claims, wrong = attack(world)
        assert wrong
        shuffled = random.Random(seed).sample(list(claims), len(claims))
        for verdict in verify_claims(shuffled, world.registry, RULES):
            if verdict.declaration_id in wrong:
                if verdict.decision is Decision.CONFIRMED:
                    passed.append(seed)
                else:
                    assert any(item.blocking for item in verdict.discrepancies)
    assert not passed
