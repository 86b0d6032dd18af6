"""Thousands of open cases in a workspace, copied within its database: a claim with all that belongs to it, often."""

from __future__ import annotations

import sqlite3
from pathlib import Path

# What a case consists of besides its rows' own numbers; `n` numbers the copies, a claim's parts go by one `n`.
_COPIES = """
WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < :count)
"""
_STATEMENTS = (
    """INSERT INTO declaration (id, programme_id, declaration_id, version, participant_id, year, seller_nip,
    invoice_numbers, invoice_date, seed_units, origin, current, created_at)
    SELECT :free + n, programme_id, printf('Y%05d', n), 1, participant_id, year, seller_nip,
    printf('["X %d/2025"]', n), invoice_date, seed_units, origin, current, created_at
    FROM copies, declaration WHERE declaration_id = :key AND current""",
    """INSERT INTO declaration_document (declaration_row_id, position, name)
    SELECT :free + n, position, name FROM copies, declaration_document
    WHERE declaration_row_id = (SELECT id FROM declaration WHERE declaration_id = :key AND current)""",
    """INSERT INTO verdict (id, programme_id, declaration_id, version, declaration_version, rules_version,
    reader_version, thresholds_hash, inputs_hash, claim_hash, decision, declared_units, verified_units, content,
    current, created_at)
    SELECT :free + n, programme_id, printf('Y%05d', n), 1, declaration_version, rules_version,
    reader_version, thresholds_hash, inputs_hash, claim_hash, decision, declared_units, verified_units, content,
    current, created_at FROM copies, verdict WHERE declaration_id = :key AND current""",
    """INSERT INTO discrepancy (verdict_id, position, code, blocking, document, declared, found, message)
    SELECT :free + n, position, code, blocking, document, declared, found, message FROM copies, discrepancy
    WHERE verdict_id = (SELECT id FROM verdict WHERE declaration_id = :key AND current)""",
    """INSERT INTO review_case (programme_id, declaration_id, verdict_id, state, version, risk, opened_at, changed_at)
    SELECT programme_id, printf('Y%05d', n), :free + n, 'open', 1, (n * 7919 % 1000) / 1000.0, opened_at, changed_at
    FROM copies, review_case WHERE declaration_id = :key""",
)


def add_open_cases(home: Path, key: str, count: int) -> None:
    """Add `count` open cases like that of the flagged claim `key`, of every risk, to the workspace `home`."""
    database = sqlite3.connect(home / "klos.db")
    with database:
        # Past every number in use, so that rows that belong together find one another by it.
        (free,) = database.execute(
            "SELECT max((SELECT max(id) FROM declaration), (SELECT max(id) FROM verdict))"
        ).fetchone()
        for statement in _STATEMENTS:
            insert, rest = statement.split("SELECT", 1)
            database.execute(f"{insert} {_COPIES} SELECT {rest}", {"key": key, "count": count, "free": free})
    database.close()
