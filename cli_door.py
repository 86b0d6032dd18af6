"""What every command shares: settings and errors at the door, the workspace, words and bars for people."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pipelines.batch import BatchSummary
    from pipelines.settings import Settings
    from pipelines.workspace import Workspace
    from programme.errors import KlosError
    from storage import UnitOfWork
    from storage.programmes import ProgrammeRef

Workers = Annotated[
    int | None, typer.Option("--workers", "-w", min=1, max=64, help="Procesy czytające. / Reader processes.")
]
ProgrammeSlug = Annotated[
    str | None,
    typer.Option("--programme", help="Program, jeśli jest ich kilka. / Which programme."),
]
Lang = Annotated[str | None, typer.Option("--lang", help="pl | en")]


# -- the door: settings, language, errors -----------------------------------------------------------------------


@contextmanager
def door(lang: str | None, **overrides: Any) -> Iterator[Settings]:
    """Settings for a command; errors with a remedy become a message and an exit code here and nowhere else."""
    from programme.errors import KlosError, MalformedTable

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        from pipelines import logs, texts
        from pipelines.settings import load_settings

        if lang is not None and lang not in texts.LANGUAGES:
            raise typer.BadParameter("pl | en", param_hint="--lang")
        asked = lang or os.environ.get("KLOS_LANG", "").lower()
        # What is wrong with the settings themselves is told too.
        texts.speak(asked if asked in texts.LANGUAGES else texts.LANGUAGES[0])
        settings = load_settings(lang=lang, **overrides)
        texts.speak(settings.lang)
        logs.set_up(settings.log_level)
        yield settings
        sys.stdout.flush()
    except MalformedTable as error:
        from pipelines.tables import explain

        tell(explain(error))
        raise typer.Exit(error.exit_code) from error
    except KlosError as error:
        _tell_error(error)
        raise typer.Exit(error.exit_code) from error
    except BrokenPipeError:  # whoever read our output has seen enough of it (`klos points | head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the flush at the end fails again
        raise typer.Exit(1) from None
    except OSError as error:  # a full disc, a folder that may not be written: the machine's, not ours
        _tell_error(error)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        from pipelines.texts import say

        tell(say("interrupted"))
        raise typer.Exit(1) from None


def _tell_error(error: KlosError | OSError) -> None:
    from pipelines.errors_in_words import told
    from pipelines.texts import say

    tell(f"{say('error')}: {told(error)}")


@contextmanager
def workspace_of(settings: Settings) -> Iterator[Workspace]:
    from pipelines.workspace import open_workspace

    workspace = open_workspace(settings)
    try:
        yield workspace
    finally:
        workspace.close()


def programmes(work: UnitOfWork, slug: str | None) -> list[ProgrammeRef]:
    from pipelines.texts import say
    from programme.errors import BadInput

    everything = work.programmes.all()
    if slug is None:
        if not everything:
            raise BadInput(say("no_programme"))
        return everything
    chosen = [ref for ref in everything if ref.slug == slug]
    if not chosen:
        raise BadInput(say("unknown_programme", slug=slug))
    return chosen


def the_programme(
    work: UnitOfWork, slug: str | None, knows: Callable[[ProgrammeRef], bool], unknown: str
) -> ProgrammeRef:
    """The only programme, of all or of that name, that `knows` what is asked for.

    Raises BadInput: saying `unknown` where none does, and where it is not said which of several is meant.
    """
    from pipelines.texts import say
    from programme.errors import BadInput

    refs = [ref for ref in programmes(work, slug) if knows(ref)]
    if not refs:
        raise BadInput(unknown)
    if len(refs) > 1:
        raise BadInput(say("several_programmes", slugs=", ".join(ref.slug for ref in refs)))
    return refs[0]


def programme_of_participant(work: UnitOfWork, slug: str | None, participant: str) -> ProgrammeRef:
    """The only programme, of all or of that name, with this participant. Raises BadInput as `the_programme` does."""
    from pipelines.texts import say

    def knows(ref: ProgrammeRef) -> bool:
        return any(person.participant_id == participant for person in work.programmes.participants(ref.id))

    return the_programme(work, slug, knows, say("participant_unknown", value=participant))


# -- words and bars ---------------------------------------------------------------------------------------------


def tell(text: str) -> None:
    print(text, file=sys.stderr)


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from pipelines.texts import say

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("reading_documents"), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_summary(summary: BatchSummary) -> None:
    from rich.console import Console
    from rich.table import Table

    from pipelines.claim_status import reason_for
    from pipelines.texts import number, say

    console = Console(stderr=True, highlight=False, markup=False)
    console.print(f"{say('summary_title')}: {summary.programme}")
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    rows = [
        ("summary_declarations", summary.declarations),
        ("summary_confirmed", summary.confirmed),
        ("summary_flagged", summary.flagged),
        ("summary_read_now", summary.documents_read),
        ("summary_known", summary.documents_known),
        ("summary_points", summary.points),
    ]
    if summary.withdrawn:
        rows.append(("summary_withdrawn", summary.withdrawn))
    for key, value in rows:
        table.add_row(say(key), str(value))
    table.add_row(say("summary_seconds"), number(Decimal(f"{summary.seconds:.1f}")))
    console.print(table)
    if summary.reasons:
        reasons = Table(title=say("summary_reasons"), show_header=False)
        reasons.add_column()
        reasons.add_column()
        reasons.add_column(justify="right")
        for code, count in summary.reasons.items():
            reasons.add_row(code, reason_for(code), str(count))
        console.print(reasons)
