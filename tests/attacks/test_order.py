"""The same claims in any order, their documents in any order: the same verdicts to the last byte.

And no word that reaches one participant says anything of another.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from matchers import Claim, verify_claims
from tests.attacks.honest import HONEST
from tests.attacks.world import RULES, World
from tests.attacks.wrong_papers import PAPERS
from tests.attacks.wrong_reuse import REUSE
from tests.attacks.wrong_values import VALUES

WORLDS, ORDERS = 12, 3


def _mixed(world: World) -> list[Claim]:
    """Honest and wrong claims of one programme, touching one another."""
    claims: list[Claim] = []
    for _ in range(5):
        claims += world.rng.choice((*VALUES, *REUSE, *PAPERS))(world)[0]
        claims += world.rng.choice(HONEST)(world)
    return claims


def _verdicts(claims: Sequence[Claim], world: World) -> list[str]:
    return [verdict.model_dump_json() for verdict in verify_claims(claims, world.registry, RULES)]


def test_the_order_of_claims_decides_nothing() -> None:
    for seed in range(WORLDS):
        world = World.of(f"order {seed}")
        claims = _mixed(world)
        first = _verdicts(claims, world)
        rng = random.Random(seed)
        for _ in range(ORDERS):
            assert _verdicts(rng.sample(claims, len(claims)), world) == first, seed


def test_the_order_of_documents_decides_nothing() -> None:
    for seed in range(WORLDS):
        world = World.of(f"documents {seed}")
        claims = _mixed(world)
        turned = [Claim(claim.declaration, claim.documents[::-1], claim.turn) for claim in claims]
        assert _verdicts(turned, world) == _verdicts(claims, world), seed


def test_no_message_names_another_participant() -> None:
    """Names, NIPs and numbers of others stay out of what a duplicate or correction says."""
    for seed in range(WORLDS):
        world = World.of(f"silence {seed}")
        claims = _mixed(world)
        people = {person.participant_id: person for person in world.people}
        for verdict in verify_claims(claims, world.registry, RULES):
            own = people.get(verdict.participant_id)
            for item in verdict.discrepancies:
                if not item.code.value.startswith("duplicate") and item.code.value != "correction_invoice":
                    continue
                said = " ".join(filter(None, (item.message, item.declared, item.found)))
                for other in world.people:
                    if own is not None and other.nip == own.nip and other.name == own.name:
                        continue
                    assert other.participant_id == verdict.participant_id or other.name not in said
                    assert other.nip is None or (own is not None and other.nip == own.nip) or other.nip not in said
                assert not re.search(r"\bP\d+\b", item.message)
