"""Commands for accounts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli_door import Lang, ProgrammeSlug, door, programme_of_participant, programmes, tell, workspace_of
from programme.users import Role

if TYPE_CHECKING:
    from storage import UnitOfWork
    from storage.programmes import ProgrammeRef

users = typer.Typer(no_args_is_help=True, help="Konta. / Accounts.")


def add_commands(app: typer.Typer) -> None:
    """Hang the commands into the console command."""
    app.add_typer(users, name="user")


@users.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="Nazwa konta, np. e-mail. / The account's name, e.g. an e-mail.")],
    role: Annotated[Role, typer.Option("--role", help="Rola. / The role.")],
    participant: Annotated[
        str | None, typer.Option("--participant", help="Numer uczestnika. / The participant's number.")
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Hasło ze standardowego wejścia. / Password from standard input.")
    ] = False,
    external: Annotated[
        bool, typer.Option("--external", help="Bez hasła, tylko przez OIDC. / No password, through OIDC only.")
    ] = False,
    programme: ProgrammeSlug = None,
    lang: Lang = None,
) -> None:
    """Zakłada konto albo zmienia jego rolę i hasło. / Makes an account, or changes its role and password."""
    with door(lang) as settings, workspace_of(settings) as workspace:
        from pipelines.accounts import add_account
        from pipelines.texts import say

        with workspace.reading() as work:
            ref = _programme_of(work, programme, participant)
        password = None if external else _password(password_stdin)
        new = add_account(workspace, name, role, password, ref, participant)
        made = "account_made" if new else "account_changed"
        tell(say(made, name=name.strip().lower(), role=say(f"role_{role.value}")))


@users.command("demo")
def demo_users(lang: Lang = None) -> None:
    """Zakłada konta na próbę, po jednym na rolę, z nowym hasłem. / Makes an account of each role to try the pages."""
    with door(lang) as settings, workspace_of(settings) as workspace:
        from pipelines.demo_accounts import make_demo_accounts
        from pipelines.texts import say

        made = make_demo_accounts(workspace)
        print(say("demo_users"))
        for account in made:
            whose = "" if account.participant_id is None else f" ({account.participant_id})"
            print(f"  {account.name:<20} {say(f'role_{account.role.value}')}{whose}")
        print(say("demo_password", password=made[0].password))


def _programme_of(work: UnitOfWork, slug: str | None, participant: str | None) -> ProgrammeRef | None:
    """The programme an account belongs to: the one named, or for a participant the one that knows him."""
    if participant is not None:
        return programme_of_participant(work, slug, participant)
    return None if slug is None else programmes(work, slug)[0]


def _password(from_stdin: bool) -> str:
    from pipelines.texts import say
    from programme.errors import BadInput

    if from_stdin or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password: str = typer.prompt(say("password_prompt"), hide_input=True, err=True)
    if typer.prompt(say("password_again"), hide_input=True, err=True) != password:
        raise BadInput(say("password_differs"))
    return password
