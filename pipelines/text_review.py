"""Texts of the reviewers' pages: key to (Polish, English)."""

from __future__ import annotations

REVIEW_TEXTS: dict[str, tuple[str, str]] = {
    "page_queue": ("Kolejka", "Queue"),
    "page_case": ("Sprawa", "Case"),
    "page_figures": ("Wskaźniki", "Figures"),
    "page_programme": ("Program", "Programme"),
    "language": ("Język", "Language"),
    "signed_in_as": ("{user} · {role}", "{user} · {role}"),
    "no_sign_in": (
        "Bez logowania: strona dostępna tylko na tym komputerze.",
        "No sign-in: this page is open on this computer only.",
    ),
    "role_participant": ("uczestnik", "participant"),
    "role_reviewer": ("recenzent", "reviewer"),
    "role_auditor": ("audytor", "auditor"),
    "role_administrator": ("administrator", "administrator"),
    "ui_address": ("Strona: {url} (Ctrl+C kończy)", "Pages: {url} (Ctrl+C stops)"),
    "ui_local_only": (
        "Nie ma jeszcze żadnego konta, więc strony otwierają się tylko na tym komputerze (localhost). "
        "Konto zakłada: klos user add",
        "There is no account yet, so the pages open on this computer only (localhost). Make one: klos user add",
    ),
    "ui_host_refused": (
        "Adres {host} byłby widoczny z sieci, a logowania nie skonfigurowano. Najpierw: klos user add",
        "The address {host} would be reachable from the network, but no sign-in is configured. First: klos user add",
    ),
}
