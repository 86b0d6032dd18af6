"""The main job: from an intake folder, or from what is pending, to decisions, points and result files."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

from pipelines.extraction import ExtractionSummary, Progress, extract_pending, reader_version
from pipelines.intake import load_intake
from pipelines.logs import logger
from pipelines.outputs import decision_object, extraction_object, write_jsonl, write_points
from pipelines.points import Booking, balances, book_points
from pipelines.texts import language
from pipelines.verification import VerificationSummary, verify_programme
from pipelines.workspace import Workspace
from programme.errors import Unavailable
from programme.verdicts import Decision
from storage.programmes import ProgrammeRef

HEARTBEAT_SECONDS = 20.0
SILENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What a run did to one programme. `reasons` counts flagged claims by blocking code."""

    programme: str
    declarations: int
    confirmed: int
    flagged: int
    documents_read: int
    documents_known: int
    verdicts_changed: int
    booked: int
    taken_back: int
    points: int
    withdrawn: int
    seconds: float
    reasons: dict[str, int] = field(default_factory=dict)


def verify_intake(
    workspace: Workspace, intake: Path, out: Path | None, workers: int | None = None, progress: Progress | None = None
) -> BatchSummary:
    """Load `intake`, read, decide and book; write the result files into `out`. Twice changes nothing."""
    started = time.monotonic()
    loaded = load_intake(workspace, intake)
    withdrawn = len(loaded.declarations.removed)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)  # where that cannot be, it is told before anything is read
    return run_programme(workspace, loaded.programme, out, workers, progress, withdrawn, started)


def run_programme(
    workspace: Workspace,
    programme: ProgrammeRef,
    out: Path | None,
    workers: int | None = None,
    progress: Progress | None = None,
    withdrawn: int = 0,
    started: float | None = None,
) -> BatchSummary:
    """Read what is unread, decide every claim, book points. Each step keeps its result before the next begins."""
    started = time.monotonic() if started is None else started
    with recorded_run(workspace, programme.id, "verify" if out else "run") as record:
        extraction = extract_pending(workspace, programme.id, workers, progress)
        verification = verify_programme(workspace, programme)
        booking = book_points(workspace, programme)
        if out is not None:
            write_results(workspace, programme, out)
        summary = summarise(workspace, programme, extraction, verification, booking, withdrawn, started)
        record.update(asdict(summary))
    return summary


def summarise(
    workspace: Workspace,
    programme: ProgrammeRef,
    extraction: ExtractionSummary,
    verification: VerificationSummary,
    booking: Booking,
    withdrawn: int,
    started: float,
) -> BatchSummary:
    """The figures of a run that began at monotonic time `started`."""
    with workspace.reading() as work:
        points = sum(line.points for line in balances(work, programme))
        verdicts = [stored.verdict for stored in work.decisions.current(programme.id)]
    flagged = [verdict for verdict in verdicts if verdict.decision is Decision.FLAGGED]
    reasons = Counter(
        code for verdict in flagged for code in {item.code.value for item in verdict.discrepancies if item.blocking}
    )
    return BatchSummary(
        programme=programme.slug,
        declarations=len(verdicts),
        confirmed=verification.confirmed,
        flagged=verification.flagged,
        documents_read=extraction.read,
        documents_known=extraction.known,
        verdicts_changed=verification.changed,
        booked=booking.booked,
        taken_back=booking.taken_back,
        points=points,
        withdrawn=withdrawn,
        seconds=round(time.monotonic() - started, 2),
        reasons=dict(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


@contextmanager
def recorded_run(workspace: Workspace, programme_id: int, kind: str) -> Iterator[dict[str, object]]:
    """A row in the run table while the body runs, with a heartbeat; the dict given is kept as its summary."""
    log = logger("run")
    with workspace.work() as work:
        died = work.runs.bury(SILENCE)
        run_id = work.runs.start(programme_id, kind)
        work.commit()
    if died:
        log.warning("runs_died", count=died)
    summary: dict[str, object] = {}
    stop = threading.Event()
    heart = threading.Thread(target=_beat, args=(workspace, run_id, stop), daemon=True)
    heart.start()
    state = "failed"
    try:
        yield summary
        state = "finished"
    finally:
        stop.set()
        heart.join()
        with workspace.work() as work:
            work.runs.finish(run_id, state, summary)
            work.commit()


def _beat(workspace: Workspace, run_id: int, stop: threading.Event) -> None:
    while not stop.wait(HEARTBEAT_SECONDS):
        try:
            with workspace.work() as work:
                work.runs.beat(run_id)
                work.commit()
        except Unavailable as error:  # the database is away for a moment; the run itself will tell if it stays so
            logger("run").warning("no_heartbeat", run=run_id, error=str(error))


def write_results(workspace: Workspace, programme: ProgrammeRef, out: Path) -> None:
    """extractions.jsonl, decisions.jsonl, points.csv and report.html from what is stored, into `out`."""
    with workspace.reading() as work:
        uploads = work.documents.uploads(programme.id)
        readings = work.documents.extractions(uploads.values(), reader_version())
        stored = work.decisions.current(programme.id)
        products = work.programmes.products(programme.id)
        participants = {person.participant_id: person for person in work.programmes.participants(programme.id)}
        declarations = {
            item.declaration.declaration_id: item.declaration for item in work.programmes.declarations(programme.id)
        }
        lines = balances(work, programme)
    invoices = {name: readings[sha256].invoice for name, sha256 in uploads.items() if sha256 in readings}
    crop = programme.rules.eligible_crop
    write_jsonl(
        out / "extractions.jsonl",
        (extraction_object(name, invoice, products, crop) for name, invoice in invoices.items()),
    )
    write_jsonl(out / "decisions.jsonl", (decision_object(item.verdict) for item in stored))
    write_points(out / "points.csv", lines)

    def picture(document: str, page: int) -> bytes | None:
        reading = readings.get(uploads.get(document, ""))
        if reading is None or not 1 <= page <= len(reading.pictures):
            return None
        return workspace.objects.get(reading.pictures[page - 1])

    from pipelines.report import write_report

    write_report(
        out / "report.html",
        programme.rules.name,
        [item.verdict for item in stored],
        invoices,
        picture,
        participants=participants,
        declarations=declarations,
        lang=language(),
        # The moment of the latest decision, not of printing: the same state gives the same report.
        generated=max((item.at for item in stored), default=None),
    )
