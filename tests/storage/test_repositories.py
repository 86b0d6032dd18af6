"""The repositories, on real databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from programme.registry import Participant, Partner, Product
from storage import UnitOfWork
from storage.documents import StoredDocument, StoredExtraction
from storage.review_queue import QueueFilter
from storage.review_tables import ReviewDecisionRow
from storage.reviews import NewDecision
from storage.tables import CaseState, ReviewCaseRow, RunRow
from tests.storage.build import PROVENANCE, RULES, declaration, invoice, verdict

HASH = "ab" * 32
OTHER = "cd" * 32


def _programme(work: UnitOfWork) -> int:
    return work.programmes.put("proba", RULES).id


def test_rules_are_versioned_only_when_they_change(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        assert work.programmes.put("proba", RULES).rules_version == 1
        assert work.programmes.put("proba", RULES).rules_version == 1
        longer = RULES.model_copy(update={"period_end": date(2026, 1, 31)})
        assert work.programmes.put("proba", longer).rules_version == 2
        assert work.programmes.get("proba") == work.programmes.all()[0]


def test_registries_come_back_as_they_went_in(engine: Engine) -> None:
    partner = Partner(nip="5260001246", name="Łan", aliases=("ŁAN",), approved_from=date(2024, 1, 1))
    products = [
        Product(sku=sku, name=sku, crop="hybrid_rye", eligible=True, seed_units_per_package=Decimal("1.5"))
        for sku in ("Z", "A")
    ]
    person = Participant(participant_id="P1", name="Jan Żuk")
    with UnitOfWork(engine) as work:
        key = _programme(work)
        assert work.programmes.put_partners(key, [partner]).added == ("5260001246",)
        work.programmes.put_products(key, products)
        work.programmes.put_participants(key, [person])
        work.commit()
    with UnitOfWork(engine) as work:
        assert work.programmes.partners(key) == [partner]
        assert work.programmes.products(key) == products
        assert work.programmes.participants(key) == [person]
        assert not work.programmes.put_partners(key, [partner])
        assert work.programmes.put_partners(key, []).removed == ("5260001246",)
        assert work.programmes.partners(key) == []
        assert work.programmes.put_partners(key, [partner]).changed == ("5260001246",)


def test_programmes_do_not_see_one_another(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        one, two = work.programmes.put("one", RULES).id, work.programmes.put("two", RULES).id
        work.programmes.put_declarations(one, [declaration("D1", "20")])
        work.programmes.put_declarations(two, [declaration("D1", "40")])
        assert [item.declaration.seed_units for item in work.programmes.declarations(one)] == [Decimal(20)]
        assert [item.declaration.seed_units for item in work.programmes.declarations(two)] == [Decimal(40)]


def test_declarations_keep_their_versions(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        key = _programme(work)
        first = work.programmes.put_declarations(key, [declaration("D2"), declaration("D1", "0.5")])
        assert first.added == ("D1", "D2")
        assert not work.programmes.put_declarations(key, [declaration("D1", "0.50"), declaration("D2")])
        second = work.programmes.put_declarations(key, [declaration("D1", "40")])
        assert (second.changed, second.removed) == (("D1",), ("D2",))
        (stored,) = work.programmes.declarations(key)
        assert stored.declaration == declaration("D1", "40")
        assert stored.version == 2
        assert work.programmes.put_declarations(key, [declaration("D1", "40"), declaration("D2")]).added == ("D2",)
        assert [item.version for item in work.programmes.declarations(key)] == [2, 2]


def test_a_reading_is_kept_once_a_reader_version(engine: Engine) -> None:
    reading = StoredExtraction(HASH, "1", invoice(HASH), (OTHER,), None)
    with UnitOfWork(engine) as work:
        assert work.documents.put_extraction(reading)
        assert not work.documents.put_extraction(reading)
        assert work.documents.extractions([HASH, OTHER], "1") == {HASH: reading}
        assert work.documents.unread([OTHER, HASH, OTHER], "1") == [OTHER]
        assert work.documents.unread([HASH], "2") == [HASH]


def test_uploads_follow_the_folder(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        key = _programme(work)
        assert work.documents.put(key, StoredDocument(HASH, 3))
        assert not work.documents.put(key, StoredDocument(HASH, 3))
        work.documents.put(key, StoredDocument(OTHER, 9, "too_large"))
        assert work.documents.documents(key)[OTHER].refusal == "too_large"
        assert work.documents.put_uploads(key, {"żyto.pdf": HASH, "a.pdf": HASH})
        assert not work.documents.put_uploads(key, {"a.pdf": HASH, "żyto.pdf": HASH})
        assert work.documents.put_uploads(key, {"a.pdf": OTHER})
        assert work.documents.uploads(key) == {"a.pdf": OTHER}


def test_a_verdict_is_stored_again_only_when_it_or_its_inputs_change(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        key = _programme(work)
        first, new = work.decisions.put(key, verdict(confirmed=False), PROVENANCE)
        assert new
        again, new = work.decisions.put(key, verdict(confirmed=False), PROVENANCE)
        assert not new
        assert again == first
        second, new = work.decisions.put(key, verdict(confirmed=True), PROVENANCE)
        assert new
        assert (second.version, second.verdict) == (2, verdict(confirmed=True))
        assert work.decisions.current(key) == [second]
        assert [item.version for item in work.decisions.history(key, "D1")] == [1, 2]


def test_a_case_opens_with_a_flag_and_settles_with_a_confirmation(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        key = _programme(work)
        work.decisions.put(key, verdict(confirmed=False), PROVENANCE)
        assert [case.state for case in work.decisions.cases(key)] == [CaseState.OPEN]
        work.decisions.put(key, verdict(confirmed=True), PROVENANCE)
        assert [case.state for case in work.decisions.cases(key)] == [CaseState.SETTLED]
        work.decisions.put(key, verdict(confirmed=False), PROVENANCE)
        work.decisions.withdraw(key, "D1")
        assert [case.state for case in work.decisions.cases(key)] == [CaseState.SETTLED]
        assert work.decisions.current(key) == []


@pytest.mark.parametrize(("word", "found"), [("ŁUKASZ ż", 1), ("żur", 1), ("d1", 1), ("postal", 0), ("100%", 0)])
def test_the_queue_is_searched_by_values_in_any_case(engine: Engine, word: str, found: int) -> None:
    with UnitOfWork(engine) as work:
        key = _programme(work)
        work.programmes.put_participants(key, [Participant(participant_id="P1", name="Łukasz Żur")])
        work.programmes.put_declarations(key, [declaration()])
        work.decisions.put(key, verdict(confirmed=False), PROVENANCE)
        assert work.queue.count(key, QueueFilter(text=word)) == found


def _rejected(work: UnitOfWork, codes: tuple[str, ...] = ("unreadable",)) -> int:
    """A programme with one claim a person rejected on the claim hash "a"."""
    key = _programme(work)
    work.decisions.put(key, verdict(confirmed=False), replace(PROVENANCE, claim_hash="a"))
    case = work.decisions.cases(key)[0]
    new = NewDecision("reject", "anna", "forged", codes=codes, claim_hash="a", state=CaseState.REJECTED)
    assert work.reviews.decide(key, case.id, case.version, new) is not None
    return key


def test_a_persons_decision_outlives_other_readings_of_the_same_claim(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        key = _rejected(work)
        for again in (verdict(confirmed=False), verdict(confirmed=True)):
            work.decisions.put(key, again, replace(PROVENANCE, claim_hash="a", reader_version="2"))
            assert [case.state for case in work.decisions.cases(key)] == [CaseState.REJECTED]


def test_a_claim_that_changes_is_open_again_and_says_why(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        key = _rejected(work)
        work.decisions.put(key, verdict(confirmed=False), replace(PROVENANCE, claim_hash="b"))
        case = work.reviews.case_of(key, "D1")
        assert case is not None and (case.state, case.reopened) == (CaseState.OPEN, "inputs")


def test_a_decision_is_refused_on_an_older_version_and_never_rewritten(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        key = _rejected(work)
        again = NewDecision("confirm", "bartek", "checked", state=CaseState.CONFIRMED)
        assert work.reviews.decide(key, 1, 1, again) is None
        assert work.reviews.case_of(key, "D1").state is CaseState.REJECTED  # type: ignore[union-attr]
        with pytest.raises(DBAPIError, match="append-only"):
            work.session.execute(update(ReviewDecisionRow).values(note="changed"))


def test_two_reviewers_cannot_both_change_a_case(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        key = _programme(work)
        work.decisions.put(key, verdict(confirmed=False), PROVENANCE)
        work.commit()
    with UnitOfWork(engine, read_only=True) as reader:
        seen = reader.session.get_one(ReviewCaseRow, 1)
        reader.session.expunge(seen)
    with UnitOfWork(engine) as work:
        work.session.get_one(ReviewCaseRow, 1).leased_by = "anna"
        work.commit()
    seen.leased_by = "bartek"
    with pytest.raises(StaleDataError), UnitOfWork(engine) as work:
        work.session.add(seen)
        work.commit()


def test_the_ledger_books_once_and_takes_back_once(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        key = _programme(work)
        stored, _ = work.decisions.put(key, verdict(), PROVENANCE)
        assert work.ledger.book(key, "P1", "D1", 2025, Decimal("20.5"), stored.id)
        assert not work.ledger.book(key, "P1", "D1", 2025, Decimal("20.5"), stored.id)
        assert work.ledger.units(key) == {"P1": {2025: Decimal("20.5")}}
        entry = work.ledger.standing(key)["D1"]
        assert work.ledger.counter(key, entry, stored.id, "correction")
        assert not work.ledger.counter(key, entry, stored.id, "correction")
        assert work.ledger.standing(key) == {}
        assert work.ledger.units(key) == {"P1": {2025: Decimal(0)}}
        assert [line.units for line in work.ledger.entries(key, "P1")] == [Decimal("20.5"), Decimal("-20.5")]


def test_moments_are_utc(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        work.audit.record(None, "test", "x", "y")
        work.session.flush()
        (event,) = work.audit.events(subject="y")
    assert event.at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - event.at) < timedelta(minutes=1)


def test_a_run_without_heartbeat_is_buried(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        dead, alive = work.runs.start(None, "run"), work.runs.start(None, "run")
        work.session.execute(
            update(RunRow).where(RunRow.id == dead).values(heartbeat_at=datetime.now(UTC) - timedelta(hours=1))
        )
        work.session.expire_all()
        assert work.runs.bury(timedelta(minutes=5)) == 1
        work.runs.beat(alive)
        work.runs.finish(alive, "finished", {"read": 3})
        assert [(run.state, dict(run.summary)) for run in work.runs.all()] == [("died", {}), ("finished", {"read": 3})]
