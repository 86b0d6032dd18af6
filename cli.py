"""The command line. Data goes to stdout, words for people to stderr; exit codes 0 done, 1 failed, 2 bad usage.

Only typer is imported at the start: every command imports what it needs when it runs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import cli_integrity
import cli_usage
import cli_users
from cli_door import Lang, ProgrammeSlug, Workers, door, print_summary, programmes, progress_bar, tell, workspace_of

if TYPE_CHECKING:
    from pipelines.settings import Settings
    from programme.invoices import Crop
    from programme.registry import Product

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Kłos sprawdza faktury zakupu w programach lojalnościowych nasion. / Kłos verifies purchase invoices.",
)


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
    with door(lang) as settings:
        from pipelines.extraction import read_files, readable_name
        from pipelines.outputs import extraction_object, json_line
        from pipelines.texts import say

        catalogue = _Catalogue(intake)
        for path, invoice in read_files(files, settings, workers):
            if any(problem.code == "not_found" for problem in invoice.problems):
                tell(f"{path}: {say('file_missing')}")
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
    intake: Annotated[
        Path,
        typer.Argument(
            help="Folder z programme.toml, tabelami (.csv, .xlsx) i documents/. / A folder with programme.toml, the "
            "tables and documents/."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder na wyniki. / Folder for the results.")],
    workers: Workers = None,
    flow: Annotated[bool, typer.Option("--flow", help="Jako przebieg Prefecta. / As a Prefect flow run.")] = False,
    lang: Lang = None,
) -> None:
    """Główne zadanie: wczytuje, czyta, sprawdza, księguje i zapisuje wyniki. / The main job, whole."""
    with door(lang) as settings:
        _verify(settings, intake, out, workers, flow)


def _verify(settings: Settings, intake: Path, out: Path, workers: int | None, flow: bool) -> None:
    from pipelines.texts import say

    if flow:
        from flows import verify_through_flow

        summary = verify_through_flow(settings, intake, out, workers)
    else:
        from pipelines.batch import verify_intake

        with workspace_of(settings) as workspace, progress_bar() as progress:
            summary = verify_intake(workspace, intake, out, workers, progress)
    print_summary(summary)
    tell(say("written_to", folder=out))


@app.command()
def run(workers: Workers = None, lang: Lang = None) -> None:
    """Jeden przebieg po wszystkim, co czeka. / One batch run over whatever is pending."""
    with door(lang) as settings:
        from flows import run_once
        from pipelines.texts import say

        summaries = run_once(settings, workers)
        for summary in summaries:
            print_summary(summary)
        if not summaries:
            tell(say("no_programme"))


@app.command()
def serve(
    workers: Workers = None,
    cron: Annotated[
        str | None, typer.Option("--cron", help="Harmonogram crona, np. '0 6 * * *'. / The schedule by cron.")
    ] = None,
    lang: Lang = None,
) -> None:
    """Przebiegi według harmonogramu, aż do zatrzymania. / Scheduled batch runs, until stopped."""
    with door(lang, schedule=cron) as settings:
        from flows import serve_schedule

        serve_schedule(settings, workers, tell)


@app.command()
def status(
    subject: Annotated[str, typer.Argument(help="Numer zgłoszenia lub uczestnika. / A declaration or participant.")],
    programme: ProgrammeSlug = None,
    lang: Lang = None,
) -> None:
    """Na jakim etapie jest zgłoszenie lub uczestnik. / Where a declaration or participant stands."""
    with door(lang) as settings, workspace_of(settings) as workspace, workspace.reading() as work:
        from pipelines.status import status_of
        from pipelines.texts import say
        from programme.errors import BadInput

        for ref in programmes(work, programme):
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
    with door(lang) as settings, workspace_of(settings) as workspace, workspace.reading() as work:
        from pipelines.ledger_view import ledger_text
        from pipelines.texts import say
        from programme.errors import BadInput

        shown = False
        for ref in programmes(work, programme):
            known = {person.participant_id for person in work.programmes.participants(ref.id)}
            if participant is None or participant in known:
                print(ledger_text(work, ref, participant))
                shown = True
        if not shown:
            raise BadInput(say("participant_unknown", value=participant))


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder na wyniki. / Folder for the results.")] = Path(
        "demo-out"
    ),
    workers: Workers = None,
    lang: Lang = None,
) -> None:
    """Główne zadanie na dołączonej próbce. / The main job over the bundled sample intake."""
    with door(lang) as settings:
        from pipelines.texts import say
        from samples import sample_intake

        _verify(settings, sample_intake(out / "intake"), out, workers, flow=False)
        tell(say("demo_done", folder=out, home=settings.home, command=sys.argv[0]))


@app.command()
def ui(
    host: Annotated[str, typer.Option("--host", help="Adres. / The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port.")] = 8501,
    lang: Lang = None,
) -> None:
    """Strony recenzentów i uczestników w przeglądarce. / The reviewers' and participants' pages in a browser."""
    with door(lang) as settings:
        from pipelines.review_door import check_host, command_line
        from pipelines.texts import say

        with workspace_of(settings) as workspace:
            configured = check_host(workspace, host)
        if not configured:
            tell(say("ui_local_only"))
        tell(say("ui_address", url=f"http://{host}:{port}"))
        # Streamlit takes this process over, so that signals reach it and nothing is left behind.
        os.environ["KLOS_HOME"] = str(settings.folder)
        os.environ["KLOS_LANG"] = settings.lang
        os.execv(sys.executable, command_line(settings, host, port))


def main() -> None:
    """The console command."""
    cli_integrity.add_commands(app)
    cli_users.add_commands(app)
    sys.exit(cli_usage.run(app))


if __name__ == "__main__":
    main()
