"""The error hierarchy: every error Kłos raises on purpose, with its remedy.

    KlosError
    ├── BadInput            the user's or participant's to mend
    │   ├── MalformedTable  an intake table with bad rows, all of them listed
    │   ├── UnreadableDocument  an upload that cannot be opened
    │   └── BadSettings     environment or TOML settings
    └── Unavailable         a service or program is missing or down; trying again may help

Expected outcomes (a duplicate, a mismatch) are typed results, never exceptions; anything else that
is raised is a defect of ours and crashes loudly. Errors are caught only at the doors.
"""

from __future__ import annotations

from dataclasses import dataclass


class KlosError(Exception):
    """An error with a remedy. `exit_code` is what the command line ends with.

    `values` are filled into the message; by the message without them a door finds it in another language.
    """

    exit_code = 1
    remedy = ""

    def __init__(self, message: str, remedy: str | None = None, **values: object) -> None:
        self.template, self.values = message, values
        self.message = message.format(**values) if values else message
        super().__init__(self.message)
        if remedy is not None:
            self.remedy = remedy

    def __str__(self) -> str:
        if not self.remedy:
            return self.message
        ending = "" if self.message.endswith((".", "?", "!", "\n")) else "."
        return f"{self.message}{ending} {self.remedy}"


class BadInput(KlosError):
    """What was given cannot be used; the giver can mend it."""


@dataclass(frozen=True, slots=True)
class RowError:
    """One bad cell or row of an intake table. `row` counts from 1 with the header as row 1."""

    file: str
    row: int | None
    column: str | None
    reason: str

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f", row {self.row}"
        if self.column is not None:
            where += f", column {self.column}"
        return f"{where}: {self.reason}"


class MalformedTable(BadInput):
    """An intake is refused whole; `errors` lists every bad row, not only the first."""

    remedy = "Correct these rows and run again; nothing was stored."

    def __init__(self, errors: tuple[RowError, ...]) -> None:
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors) + "\n")


class UnreadableDocument(BadInput):
    """An upload cannot be opened. `code` is a short machine name such as "encrypted"."""

    remedy = "Ask the participant for the original PDF or XML, or for a sharp photo of the whole page."

    def __init__(self, code: str, message: str, remedy: str | None = None) -> None:
        super().__init__(message, remedy)
        self.code = code


class BadSettings(BadInput):
    """A setting is unknown or has a value that cannot be used."""

    exit_code = 2
    remedy = "See README, section Settings."


class Unavailable(KlosError):
    """A program or service Kłos needs is missing or does not answer."""
