"""Values as they are stored."""

from __future__ import annotations

import json

from programme.invoices import Field, Witness


def test_witnesses_are_stored_in_one_order_whatever_the_run() -> None:
    field = Field[str](value="1", witnesses=frozenset(Witness))
    stored = json.loads(field.model_dump_json())["witnesses"]
    assert len(stored) > 3
    assert stored == sorted(stored)
    assert Field[str].model_validate_json(field.model_dump_json()) == field
