"""Words for errors of settings, workspace and machine: key to (Polish, English)."""

from __future__ import annotations

import errno

ERROR_TEXTS: dict[str, tuple[str, str]] = {
    "setting_unknown_variable": (
        "Nieznane ustawienie w zmiennych środowiska: {names}.",
        "Unknown setting in the environment: {names}.",
    ),
    "setting_unknown_key": ("{path}: nieznane ustawienie: {names}.", "{path}: unknown setting: {names}."),
    "settings_remedy": ("Zobacz README, część Settings.", "See README, section Settings."),
    "settings_whole": ("ustawienia", "settings"),
    "setting_no_zone": (
        "nie ma strefy czasowej {value}; przykład dobrej: Europe/Warsaw",
        "there is no time zone {value}, only such as Europe/Warsaw",
    ),
    "setting_needs": ("{name} wymaga także: {others}", "{name} needs also: {others}"),
    "setting_in_the_clear": (
        "smtp_user przy smtp_security none wysłałby hasło bez szyfrowania",
        "smtp_user would send the password in the clear with smtp_security none",
    ),
    "setting_hook_scheme": (
        "hook_url ma się zaczynać od https:// albo http://",
        "hook_url must begin with https:// or http://",
    ),
    "setting_hook_secret": (
        "hook_url wymaga hook_secret o co najmniej {length} znakach",
        "hook_url needs hook_secret of at least {length} characters",
    ),
    "usage_help": ("Pomoc: {command}", "Help: {command}"),
    "more_than": ("musi być większe niż {limit}: {value}", "must be more than {limit}: {value}"),
    "less_than": ("musi być mniejsze niż {limit}: {value}", "must be less than {limit}: {value}"),
    "at_least": ("musi wynosić co najmniej {limit}: {value}", "must be at least {limit}: {value}"),
    "at_most": ("może wynosić najwyżej {limit}: {value}", "must be at most {limit}: {value}"),
    "not_whole": ("to nie jest liczba całkowita: {value}", "not a whole number: {value}"),
    "workspace_not_made": (
        "Nie można założyć folderu {reason}. Inny folder wskazuje KLOS_HOME.",
        "The workspace cannot be made: {reason}. KLOS_HOME names another folder.",
    ),
    "readers_do_not_start": (
        "Procesy czytające nie startują. Przyczynę pokaże `klos extract` na jednym pliku.",
        "The reader processes do not start. Run `klos extract` on one file to see why.",
    ),
    "os_missing": ("nie ma takiego pliku ani folderu", "there is no such file or folder"),
    "os_denied": ("brak uprawnień", "permission denied"),
    "os_read_only": ("dysk jest tylko do odczytu", "the disc is read-only"),
    "os_full": ("brak miejsca na dysku", "no space is left on the disc"),
    "os_exists": ("to już istnieje", "that exists already"),
    "os_no_folder": ("to nie jest folder", "not a folder"),
    "os_folder": ("to jest folder", "that is a folder"),
}

# What the machine says of a file, by its number; the key of the catalogue.
OS_ERRORS = {
    errno.ENOENT: "os_missing",
    errno.EACCES: "os_denied",
    errno.EPERM: "os_denied",
    errno.EROFS: "os_read_only",
    errno.ENOSPC: "os_full",
    errno.EEXIST: "os_exists",
    errno.ENOTDIR: "os_no_folder",
    errno.EISDIR: "os_folder",
}

# Storage knows no catalogue: what it raises is English where it stands, and here in Polish, message and remedy alike.
IN_POLISH = {
    "The database does not answer: {detail}": "Baza danych nie odpowiada: {detail}",
    "Check KLOS_DATABASE_URL and that the server runs.": "Sprawdź KLOS_DATABASE_URL i czy serwer działa.",
    "Try again in a moment.": "Spróbuj ponownie za chwilę.",
    "database_url cannot be understood: {detail}": "database_url jest niezrozumiałe: {detail}",
    "database_url: {name} is not supported, only sqlite and postgresql": (
        "database_url: {name} nie jest obsługiwane, tylko sqlite i postgresql"
    ),
    "See README, section Settings.": "Zobacz README, część Settings.",
    "The object store does not serve: {detail}": "Magazyn plików nie działa: {detail}",
    "Check KLOS_S3_ENDPOINT, the keys and that the server runs.": (
        "Sprawdź KLOS_S3_ENDPOINT, klucze i czy serwer działa."
    ),
    "Object {key} is damaged.": "Plik {key} jest uszkodzony.",
    "Restore the object from a backup, or load the document again.": (
        "Odtwórz go z kopii zapasowej albo wczytaj dokument jeszcze raz."
    ),
}
