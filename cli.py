"""The command line. Data goes to stdout, words for people to stderr; exit codes 0 done, 1 failed, 2 bad usage.

Only typer is imported at the start: every command imports what it needs when it runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from pipelines.batch import BatchSummary
    from pipelines.settings import Settings
    from pipelines.workspace import Workspace
    from programme.invoices import Crop
    from programme.registry import Product
    from storage import UnitOfWork
    from storage.programmes import ProgrammeRef

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Kłos sprawdza faktury zakupu w programach lojalnościowych nasion. / Kłos verifies purchase invoices.",
)

Workers = Annotated[
    int | None, typer.Option("--workers", "-w", min=1, max=64, help="Procesy czytające. / Reader processes.")
]
ProgrammeSlug = Annotated[
    str | None,
    typer.Option("--programme", help="Program, jeśli jest ich kilka. / Which programme."),
]
Lang = Annotated[str | None, typer.Option("--lang", help="pl | en")]


@app.callback()
def start(lang: Lang = None) -> None:
    """Kłos."""
    if lang is not None:
        if lang not in ("pl", "en"):
            raise typer.BadParameter("pl | en", param_hint="--lang")
        os.environ["KLOS_LANG"] = lang


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(help="Dokumenty do odczytania. / Documents to read.")],
    json_lines: Annotated[
        bool, typer.Option("--json", help="Jeden obiekt JSON w wierszu (jedyna forma). / One JSON object a line.")
    ] = True,
    intake: Annotated[
        Path | None, typer.Option("--intake", help="Folder z products.csv. / Folder with products.csv.")
    ] = None,
    workers: Workers = None,
    lang: Lang = None,
) -> None:
    """Odczytuje dokumenty bez bazy danych. / Reads documents; no database is touched."""
    with _door(lang) as settings:
        from pipelines.extraction import read_files
        from pipelines.intake import readable_name
        from pipelines.outputs import extraction_object, json_line

        catalogue = _Catalogue(intake)
        for path, invoice in read_files(files, settings, workers):
            products, crop = catalogue.for_file(path)
            sys.stdout.write(json_line(extraction_object(readable_name(path), invoice, products, crop)) + "\n")
            sys.stdout.flush()


class _Catalogue:
    """The products that say what counts: of the intake given, of the intake a file lies in, or the built-in ones."""

    def __init__(self, intake: Path | None) -> None:
        self._intake = intake
        self._known: dict[Path, tuple[tuple[Product, ...], Crop | None]] = {}
        if intake is not None:
            self._from(intake)  # a bad table is told before anything is read

    def for_file(self, path: Path) -> tuple[tuple[Product, ...], Crop | None]:
        folder = self._intake or self._around(path)
        if folder is not None:
            return self._from(folder)
        from programme.default_catalogue import default_products

        return default_products(), None

    @staticmethod
    def _around(path: Path) -> Path | None:
        folder = path.resolve().parent
        beside = folder.parent
        named = folder.name == "documents" and any((beside / f"products.{kind}").is_file() for kind in ("csv", "xlsx"))
        return beside if named else None

    def _from(self, folder: Path) -> tuple[tuple[Product, ...], Crop | None]:
        if folder not in self._known:
            from pipelines.tables import read_eligible_crop, read_products

            self._known[folder] = (read_products(folder), read_eligible_crop(folder))
        return self._known[folder]


@app.command()
def verify(
    intake: Annotated[Path, typer.Argument(help="Folder z danymi programu. / The programme's folder.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder na wyniki. / Folder for the results.")],
    workers: Workers = None,
    flow: Annotated[bool, typer.Option("--flow", help="Jako przebieg Prefecta. / As a Prefect flow run.")] = False,
    lang: Lang = None,
) -> None:
    """Główne zadanie: wczytuje, czyta, sprawdza, księguje i zapisuje wyniki. / The main job, whole."""
    with _door(lang) as settings:
        _verify(settings, intake, out, workers, flow)


def _verify(settings: Settings, intake: Path, out: Path, workers: int | None, flow: bool) -> None:
    from pipelines.texts import say

    if flow:
        from flows import verify_through_flow

        summary = verify_through_flow(settings, intake, out, workers)
    else:
        from pipelines.batch import verify_intake

        with _workspace(settings) as workspace, _progress() as progress:
            summary = verify_intake(workspace, intake, out, workers, progress)
    _print_summary(summary)
    _tell(say("written_to", folder=out))


@app.command()
def run(workers: Workers = None, lang: Lang = None) -> None:
    """Jeden przebieg po wszystkim, co czeka. / One batch run over whatever is pending."""
    with _door(lang) as settings:
        from flows import run_once
        from pipelines.texts import say

        summaries = run_once(settings, workers)
        for summary in summaries:
            _print_summary(summary)
        if not summaries:
            _tell(say("no_programme"))


@app.command()
def serve(
    workers: Workers = None,
    cron: Annotated[str | None, typer.Option("--cron", help="Harmonogram. / The schedule.")] = None,
    lang: Lang = None,
) -> None:
    """Przebiegi według harmonogramu, aż do zatrzymania. / Scheduled batch runs, until stopped."""
    with _door(lang, schedule=cron) as settings:
        from flows import serve_schedule

        serve_schedule(settings, workers, _tell)


@app.command()
def status(
    subject: Annotated[str, typer.Argument(help="Numer zgłoszenia lub uczestnika. / A declaration or participant.")],
    programme: ProgrammeSlug = None,
    lang: Lang = None,
) -> None:
    """Na jakim etapie jest zgłoszenie lub uczestnik. / Where a declaration or participant stands."""
    with _door(lang) as settings, _workspace(settings) as workspace, workspace.reading() as work:
        from pipelines.status import status_of
        from pipelines.texts import say
        from programme.errors import BadInput

        for ref in _programmes(work, programme):
            lines = status_of(work, ref, subject)
            if lines is not None:
                print("\n".join(lines))
                return
        raise BadInput(say("unknown_subject", value=subject))


@app.command()
def points(
    participant: Annotated[str | None, typer.Argument(help="Uczestnik. / A participant.")] = None,
    programme: ProgrammeSlug = None,
    lang: Lang = None,
) -> None:
    """Księga punktów i saldo. / The ledger and the balance."""
    with _door(lang) as settings, _workspace(settings) as workspace, workspace.reading() as work:
        from pipelines.ledger_view import ledger_text
        from pipelines.texts import say
        from programme.errors import BadInput

        shown = False
        for ref in _programmes(work, programme):
            known = {person.participant_id for person in work.programmes.participants(ref.id)}
            if participant is None or participant in known:
                print(ledger_text(work, ref, participant))
                shown = True
        if not shown:
            raise BadInput(say("unknown_subject", value=participant))


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder na wyniki. / Folder for the results.")] = Path(
        "demo-out"
    ),
    workers: Workers = None,
    lang: Lang = None,
) -> None:
    """Główne zadanie na dołączonej próbce. / The main job over the bundled sample intake."""
    with _door(lang) as settings:
        from samples import sample_intake

        _verify(settings, sample_intake(out / "intake"), out, workers, flow=False)


@app.command()
def ui(
    host: Annotated[str, typer.Option("--host", help="Adres. / The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port.")] = 8501,
    lang: Lang = None,
) -> None:
    """Strony recenzentów i uczestników w przeglądarce. / The reviewers' and participants' pages in a browser."""
    with _door(lang) as settings:
        from pipelines.review_door import check_host, command_line
        from pipelines.texts import say

        with _workspace(settings) as workspace:
            configured = check_host(workspace, host)
        if not configured:
            _tell(say("ui_local_only"))
        _tell(say("ui_address", url=f"http://{host}:{port}"))
        # Streamlit takes this process over, so that signals reach it and nothing is left behind.
        os.environ["KLOS_HOME"] = str(settings.folder)
        os.environ["KLOS_LANG"] = settings.lang
        os.execv(sys.executable, command_line(settings, host, port))


# -- the door: settings, language, errors -----------------------------------------------------------------------


@contextmanager
def _door(lang: str | None, **overrides: Any) -> Iterator[Settings]:
    """Settings for a command; errors with a remedy become a message and an exit code here and nowhere else."""
    from programme.errors import KlosError, MalformedTable

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        from pipelines import logs, texts
        from pipelines.settings import load_settings

        if lang is not None and lang not in texts.LANGUAGES:
            raise typer.BadParameter("pl | en", param_hint="--lang")
        settings = load_settings(lang=lang, **overrides)
        texts.speak(settings.lang)
        logs.set_up(settings.log_level)
        yield settings
    except MalformedTable as error:
        from pipelines.tables import explain

        _tell(explain(error))
        raise typer.Exit(error.exit_code) from error
    except KlosError as error:
        from pipelines.texts import say

        _tell(f"{say('error')}: {error}")
        raise typer.Exit(error.exit_code) from error
    except OSError as error:  # a full disc, a folder that may not be written: the machine's, not ours
        from pipelines.texts import say

        _tell(f"{say('error')}: {error}")
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        from pipelines.texts import say

        _tell(say("interrupted"))
        raise typer.Exit(1) from None


@contextmanager
def _workspace(settings: Settings) -> Iterator[Workspace]:
    from pipelines.workspace import open_workspace

    workspace = open_workspace(settings)
    try:
        yield workspace
    finally:
        workspace.close()


def _programmes(work: UnitOfWork, slug: str | None) -> list[ProgrammeRef]:
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


# -- words and bars ---------------------------------------------------------------------------------------------


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
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


def _print_summary(summary: BatchSummary) -> None:
    from rich.console import Console
    from rich.table import Table

    from pipelines.status import reason_for
    from pipelines.texts import say

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
    table.add_row(say("summary_seconds"), f"{summary.seconds:.1f}")
    console.print(table)
    if summary.reasons:
        reasons = Table(title=say("summary_reasons"), show_header=False)
        reasons.add_column()
        reasons.add_column()
        reasons.add_column(justify="right")
        for code, count in summary.reasons.items():
            reasons.add_row(code, reason_for(code), str(count))
        console.print(reasons)


def main() -> None:
    """The console command."""
    import cli_integrity
    import cli_users

    cli_integrity.add_commands(app)
    cli_users.add_commands(app)
    app()


if __name__ == "__main__":
    main()
