"""What a command was told wrongly (an unknown option, a missing argument, a bad value), in the language asked for."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import typer
from typer.exceptions import TyperException

from cli_door import tell

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(app: typer.Typer) -> int:
    """Run the console command; its exit code.

    Typer says what was wrong in English, whatever is spoken, so it is asked to say nothing.
    """
    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        _tell(error)
        return error.exit_code
    except typer.Abort:  # a password that was not typed to its end
        tell("")
        return 1
    return code if isinstance(code, int) else 0


def _tell(error: TyperException) -> None:
    message = error.format_message()
    if not message.strip():  # no argument at all: the help was shown
        return
    from pipelines import texts
    from pipelines.texts import say

    texts.speak(_language(sys.argv[1:]))
    context = getattr(error, "ctx", None)
    if context is not None:
        tell(_said(context.get_usage().strip()))
    tell(f"{say('error')}: {_said(message)}")
    tell(say("usage_help", command=f"{context.command_path if context is not None else 'klos'} --help"))


def _language(arguments: Sequence[str]) -> str:
    """Which language is asked for where the arguments as a whole could not be understood."""
    from pipelines.settings import load_settings
    from pipelines.texts import LANGUAGES
    from programme.errors import BadSettings

    given: list[str] = re.findall(r"--lang[= ](\w+)", " ".join(arguments))
    for asked in (*given, os.environ.get("KLOS_LANG", "").lower()):
        if asked in LANGUAGES:
            return asked
    try:
        return load_settings().lang
    except BadSettings:  # told by the first command that is understood
        return LANGUAGES[0]


def _said(english: str) -> str:
    """Typer's words in the language spoken; what it fills in as it stands, or in our words where it has some."""
    from pipelines.text_usage import USAGE_WORDS
    from pipelines.texts import language

    if language() != "pl":
        return english
    for template, polish in USAGE_WORDS:
        found = re.fullmatch(re.escape(template).replace(r"\{\}", "(.*?)"), english, re.DOTALL)
        if found:
            return polish.format(*map(_said, found.groups()))
    return english
