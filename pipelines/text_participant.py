"""Texts of the participant's pages and of sign-in: key to (Polish, English)."""

from __future__ import annotations

PARTICIPANT_TEXTS: dict[str, tuple[str, str]] = {
    "claim_is_participants": (
        "Zgłoszenia {ids} złożyli uczestnicy na swoich stronach; tabela nie może ich zmieniać.",
        "Participants made the declarations {ids} on their own pages; a table cannot change them.",
    ),
    # accounts and signing in
    "signin_title": ("Logowanie", "Sign in"),
    "signin_name": ("Nazwa użytkownika", "User name"),
    "signin_password": ("Hasło", "Password"),
    "signin_button": ("Zaloguj się", "Sign in"),
    "signin_oidc": ("Zaloguj się kontem organizacji", "Sign in with your organisation's account"),
    "signin_wrong": ("Nieprawidłowa nazwa lub hasło.", "Wrong name or password."),
    "signin_locked": (
        "Za dużo nieudanych prób. Spróbuj ponownie za {minutes} min.",
        "Too many failed attempts. Try again in {minutes} min.",
    ),
    "signin_no_account": (
        "To konto nie ma tu dostępu. Zgłoś się do organizatora.",
        "This account has no access here. Contact the organiser.",
    ),
    "signin_expired": ("Sesja wygasła. Zaloguj się ponownie.", "Your session has expired. Sign in again."),
    "other_language": ("English", "Polski"),
    "signin_out": ("Wyloguj się", "Sign out"),
    "signin_not_local": (
        "Nie skonfigurowano logowania, więc strony otwierają się tylko na tym komputerze.",
        "No sign-in is configured, so these pages open on this computer only.",
    ),
    "account_made": ("Założono konto {name} ({role}).", "Account {name} ({role}) made."),
    "account_changed": ("Zmieniono konto {name} ({role}).", "Account {name} ({role}) changed."),
    "account_name_bad": (
        "Nazwa konta: od 2 do 100 liter, cyfr i znaków . _ - @ +",
        "An account name has 2 to 100 letters, digits and . _ - @ +",
    ),
    "account_needs_participant": (
        "Konto uczestnika wymaga --participant z jego numerem.",
        "A participant's account needs --participant with his number.",
    ),
    "account_no_participant": (
        "--participant podaje się tylko dla roli participant.",
        "--participant goes with the role participant only.",
    ),
    "password_prompt": ("Hasło", "Password"),
    "password_again": ("Hasło jeszcze raz", "Password again"),
    "password_differs": ("Hasła się różnią.", "The passwords differ."),
    "password_short": ("Hasło musi mieć co najmniej {length} znaków.", "A password has at least {length} characters."),
    "password_long": ("Hasło może mieć najwyżej {length} znaków.", "A password has at most {length} characters."),
    "password_plain": (
        "Hasło jest zbyt łatwe do odgadnięcia.",
        "The password is too easy to guess.",
    ),
}
