"""Commands that prove what was decided: replay of a decision, redemption of a point, the blind audit."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from cli_door import (
    Lang,
    ProgrammeSlug,
    door,
    programme_of_participant,
    programmes,
    tell,
    the_programme,
    workspace_of,
)

audit = typer.Typer(no_args_is_help=True, help="Ślepa kontrola potwierdzonych. / The blind audit of confirmed claims.")


def add_commands(app: typer.Typer) -> None:
    """Hang the commands into the console command."""
    app.command()(replay)
    app.command()(redeem)
    app.add_typer(audit, name="audit")


def replay(
    declaration: Annotated[str, typer.Argument(help="Numer zgłoszenia. / A declaration.")],
    version: Annotated[int | None, typer.Option("--version", help="Która decyzja. / Which decision.")] = None,
    today: Annotated[
        bool, typer.Option("--today", help="Z dzisiejszego stanu. / From today's state, by today's reader.")
    ] = False,
    programme: ProgrammeSlug = None,
    lang: Lang = None,
) -> None:
    """Wyprowadza dawną decyzję ponownie i pokazuje różnicę. / Derives a past decision again, with a diff."""
    with door(lang) as settings, workspace_of(settings) as workspace, workspace.reading() as work:
        from pipelines.replay import decision_word, replay_decision
        from pipelines.texts import say
        from programme.errors import BadInput

        for ref in programmes(work, programme):
            found = replay_decision(work, ref, declaration, version, today)
            if found is None:
                continue
            values = {
                "rules": found.provenance.rules_version,
                "reader": found.provenance.reader_version,
                "thresholds": found.provenance.thresholds_hash,
            }
            decision = decision_word(found.then.decision)
            print(say("replay_heading", id=declaration, version=found.version, decision=decision, **values))
            if found.losses:
                print("\n".join([say("replay_losses"), *(f"  - {loss}" for loss in found.losses)]))
            if found.again is None:
                print(say("replay_impossible"))
                raise typer.Exit(1)
            if found.differences:
                print("\n".join([say("replay_differs"), *(f"  - {difference}" for difference in found.differences)]))
            else:
                print(say("replay_same"))
            return
        key = "replay_unknown" if version is None else "replay_unknown_version"
        raise BadInput(say(key, id=declaration, version=version))


def redeem(
    participant: Annotated[str, typer.Argument(help="Uczestnik. / The participant.")],
    points: Annotated[int, typer.Option("--points", min=1, help="Ile punktów. / How many points.")] = 1,
    key: Annotated[
        str | None, typer.Option("--key", help="Klucz prośby: dwa razy to raz. / Twice with one key is once.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Kto wydaje. / Who gives them out.")] = "klos",
    programme: ProgrammeSlug = None,
    lang: Lang = None,
) -> None:
    """Wydaje punkt po sprawdzeniu wszystkich dokumentów. / Gives out a point, all documents verified first."""
    with door(lang) as settings, workspace_of(settings) as workspace:
        from pipelines.redemption import redeem as give_out
        from pipelines.texts import say

        with workspace.reading() as work:
            ref = programme_of_participant(work, programme, participant)
        result = give_out(workspace, ref, participant, by, points, key)
        if result.redemption is None:
            tell("\n".join([say("redeem_refused"), *(f"  - {reason}" for reason in result.refusals)]))
            raise typer.Exit(1)
        given = result.redemption.points
        print(say("redeem_done", points=given, id=participant, available=result.account.available))


@audit.command("list")
def list_sample(programme: ProgrammeSlug = None, lang: Lang = None) -> None:
    """Wylosowane zgłoszenia i ich dokumenty. / The drawn claims and their documents, not what was read."""
    with door(lang) as settings, workspace_of(settings) as workspace, workspace.reading() as work:
        from pipelines.blind_audit import audit_tasks
        from pipelines.texts import say

        refs = programmes(work, programme)
        if not any(audit_tasks(work, ref) for ref in refs):
            tell(say("audit_not_yet"))
        for ref in refs:
            for task in audit_tasks(work, ref):
                state = "audit_open" if task.right is None else "audit_right" if task.right else "audit_wrong"
                documents = " | ".join(task.declaration.documents)
                print(f"{ref.slug}\t{task.declaration.declaration_id}\t{documents}\t{say(state)}")


@audit.command("record")
def record(
    declaration: Annotated[str, typer.Argument(help="Numer zgłoszenia. / A declaration.")],
    by: Annotated[str, typer.Option("--by", help="Kontroler. / The auditor.")],
    right: Annotated[bool, typer.Option("--right/--wrong", help="Potwierdzone słusznie? / Rightly confirmed?")],
    units: Annotated[str | None, typer.Option("--units", help="Odczytane j.s. / Seed units as read.")] = None,
    note: Annotated[str, typer.Option("--note", help="Uwaga kontrolera. / The auditor's remark.")] = "",
    programme: ProgrammeSlug = None,
    lang: Lang = None,
) -> None:
    """Zapisuje wynik kontroli zgłoszenia. / Keeps what the audit of a claim found."""
    with door(lang) as settings, workspace_of(settings) as workspace:
        from pipelines.blind_audit import record_audit
        from pipelines.texts import say
        from programme.errors import BadInput
        from programme.formats import parse_decimal

        read: Decimal | None = parse_decimal(units) if units is not None else None
        if units is not None and read is None:
            raise BadInput(say("not_a_number", value=units))
        with workspace.reading() as work:
            unknown = say("audit_not_drawn", id=declaration)
            ref = the_programme(
                work, programme, lambda each: bool(work.audit_sample.claims(each.id, declaration)), unknown
            )
        stands = record_audit(workspace, ref, declaration, by, right, read, note)
        print(say("audit_right" if stands else "audit_wrong"))


@audit.command("rate")
def rate(programme: ProgrammeSlug = None, lang: Lang = None) -> None:
    """Zmierzony udział błędnych potwierdzeń. / The measured share of false confirmations with its 95% bounds."""
    with door(lang) as settings, workspace_of(settings) as workspace, workspace.reading() as work:
        from pipelines.blind_audit import audit_figures
        from pipelines.texts import percent, say

        for ref in programmes(work, programme):
            figures = audit_figures(work, ref)
            share = "–" if figures.rate is None else percent(figures.rate, 2)
            values = {"drawn": figures.drawn, "audited": figures.audited, "wrong": figures.wrong}
            bounds = {"low": percent(figures.low, 2), "high": percent(figures.high, 2)}
            print(f"{ref.slug}: {say('audit_figures', rate=share, **values, **bounds)}")
