"""The unit of work: everything inside it is kept by `commit()`, or nothing."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from programme.errors import Unavailable
from storage.accounts import Accounts
from storage.audit import AuditTrail
from storage.audit_sample import AuditSample
from storage.decision_inputs import DecisionInputs
from storage.decisions import Decisions
from storage.desk_work import DeskWork
from storage.documents import Documents
from storage.erasing import Erasing
from storage.figures import FigureRows
from storage.ledger import Ledger
from storage.lookup import Lookup
from storage.messages import Messages
from storage.participant_claims import ParticipantClaims
from storage.programmes import Programmes
from storage.redemptions import Redemptions
from storage.review_queue import ReviewQueue
from storage.reviews import Reviews
from storage.runs import Runs
from storage.serialising import Lock, hold


class UnitOfWork:
    """A transaction with the repositories over it: `with UnitOfWork(engine) as work: ...; work.commit()`.

    Leaving without `commit()`, by an exception or not, rolls back. `read_only` takes no write lock.
    """

    programmes: Programmes
    documents: Documents
    decisions: Decisions
    ledger: Ledger
    audit: AuditTrail
    runs: Runs
    reviews: Reviews
    queue: ReviewQueue
    lookup: Lookup
    figures: FigureRows
    accounts: Accounts
    erasing: Erasing
    claims: ParticipantClaims
    desk: DeskWork
    messages: Messages
    inputs: DecisionInputs
    audit_sample: AuditSample
    redemptions: Redemptions

    def __init__(self, engine: Engine, read_only: bool = False) -> None:
        self._engine = engine.execution_options(read_only=True) if read_only else engine
        self._read_only = read_only

    def __enter__(self) -> Self:
        self.session = Session(self._engine, expire_on_commit=False)
        self.programmes = Programmes(self.session)
        self.documents = Documents(self.session)
        self.decisions = Decisions(self.session)
        self.ledger = Ledger(self.session)
        self.audit = AuditTrail(self.session)
        self.runs = Runs(self.session)
        self.reviews = Reviews(self.session)
        self.queue = ReviewQueue(self.session)
        self.lookup = Lookup(self.session)
        self.figures = FigureRows(self.session)
        self.accounts = Accounts(self.session)
        self.erasing = Erasing(self.session)
        self.claims = ParticipantClaims(self.session)
        self.desk = DeskWork(self.session)
        self.messages = Messages(self.session)
        self.inputs = DecisionInputs(self.session)
        self.audit_sample = AuditSample(self.session)
        self.redemptions = Redemptions(self.session)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.rollback()
        self.session.close()
        if isinstance(error, OperationalError):
            remedy = "Try again in a moment."
            raise Unavailable("The database does not answer: {detail}", remedy, detail=error.orig) from error

    def hold(self, lock: Lock, programme_id: int) -> None:
        """Wait for `lock` of the programme and keep it until the next commit or the end; before anything is read."""
        hold(self.session, lock, programme_id)

    def commit(self) -> None:
        """Keep what was done so far; the unit may go on."""
        if self._read_only:
            raise RuntimeError("a read-only unit of work has nothing to commit")
        self.session.commit()
