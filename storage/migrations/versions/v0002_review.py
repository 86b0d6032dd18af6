"""What reviewers decide"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.String(length=100), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("case_version_after", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=50), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("units", sa.String(length=40), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("claim_hash", sa.String(length=64), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("bulk", sa.String(length=40), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["review_case.id"]),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"]),
        sa.ForeignKeyConstraint(["undoes_id"], ["review_decision.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("undoes_id"),
    )
    op.create_index("ix_review_decision_case", "review_decision", ["case_id"])
    op.create_index("ix_review_decision_actor", "review_decision", ["programme_id", "actor"])
    # Plain ADD COLUMN: nothing is copied, and foreign keys to these tables stay as they are.
    op.add_column("review_case", sa.Column("leased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("review_case", sa.Column("assigned_to", sa.String(length=100), nullable=True))
    op.add_column("review_case", sa.Column("postponed_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("review_case", sa.Column("reopened", sa.String(length=20), nullable=True))
    op.add_column("review_case", sa.Column("decision_id", sa.Integer(), nullable=True))
    op.create_index("ix_review_case_queue", "review_case", ["programme_id", "state", "risk", "opened_at"])
    op.add_column("verdict", sa.Column("claim_hash", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("extraction", sa.Column("source", sa.String(length=20), nullable=False, server_default=""))
    _fill_sources()
    _forbid_changes()


def _fill_sources() -> None:
    connection = op.get_bind()
    table = sa.table("extraction", sa.column("id"), sa.column("invoice"), sa.column("source"))
    for row_id, invoice in connection.execute(sa.select(table.c.id, table.c.invoice)).all():
        source = json.loads(invoice).get("source", "")
        connection.execute(sa.update(table).where(table.c.id == row_id).values(source=source))


def _forbid_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER review_decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON review_decision "
            "FOR EACH STATEMENT EXECUTE FUNCTION klos_append_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER review_decision_no_{verb.lower()} BEFORE {verb} ON review_decision "
            "BEGIN SELECT RAISE(ABORT, 'review_decision is append-only'); END"
        )


def downgrade() -> None:
    op.drop_table("review_decision")
    op.drop_index("ix_review_case_queue", table_name="review_case")
    for column in ("leased_at", "assigned_to", "postponed_until", "reopened", "decision_id"):
        op.drop_column("review_case", column)
    op.drop_column("verdict", "claim_hash")
    op.drop_column("extraction", "source")
