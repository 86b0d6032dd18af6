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
    # a claim's status
    "claim_received": ("przyjęte", "received"),
    "claim_reading": ("czytamy dokument", "being read"),
    "claim_confirmed": ("potwierdzone", "confirmed"),
    "claim_review": ("sprawdza pracownik", "a person is checking"),
    "claim_action": ("potrzebne Twoje działanie", "needs your action"),
    "claim_rejected": ("odrzucone", "rejected"),
    "claim_withdrawn": ("wycofane", "withdrawn"),
    "next_received": ("Nie trzeba nic robić. Damy znać.", "You need not do anything. We will tell you."),
    "next_reading": ("Nie trzeba nic robić. Damy znać.", "You need not do anything. We will tell you."),
    "next_confirmed": (
        "Nie trzeba nic robić. Jednostki są zaliczone.",
        "You need not do anything. The units count.",
    ),
    "next_withdrawn": ("Zgłoszenie nie jest już liczone.", "The declaration does not count any more."),
    "next_object": (
        "Jeśli się nie zgadzasz, możesz raz zgłosić sprzeciw i podać powód.",
        "If you disagree, you may object once and say why.",
    ),
    "next_objected": ("Sprzeciw został już rozpatrzony.", "Your objection has been dealt with."),
    "rejected_not_the_buyer": (
        "Nabywcą na fakturze jest ktoś inny niż uczestnik.",
        "The buyer on the invoice is not the participant.",
    ),
    "rejected_no_eligible_product": (
        "Na fakturze nie ma produktu, który liczy się w programie.",
        "The invoice has no product that counts in the programme.",
    ),
    "rejected_already_claimed": ("Ta faktura została już zgłoszona.", "This invoice has been claimed already."),
    "rejected_not_an_invoice": (
        "Przesłany dokument nie jest fakturą VAT.",
        "The document sent is not a VAT invoice.",
    ),
    "rejected_outside_period": (
        "Zakup leży poza okresem programu lub zgłoszonym rokiem.",
        "The purchase lies outside the programme's period or the declared year.",
    ),
    "rejected_not_a_partner": (
        "Sprzedawca nie jest partnerem programu.",
        "The seller is not a partner of the programme.",
    ),
    "rejected_quantity_not_shown": (
        "Dokument nie pokazuje liczby jednostek siewnych.",
        "The document does not show the number of seed units.",
    ),
    "rejected_forged": (
        "Dokumentu nie można uznać za dowód zakupu.",
        "The document cannot be accepted as proof of the purchase.",
    ),
    "rejected_other": (
        "Pracownik programu nie mógł uznać zgłoszenia.",
        "The programme's staff could not accept the declaration.",
    ),
    "asked_unreadable": ("Dokument jest nieczytelny.", "The document cannot be read."),
    "asked_pages_missing": ("Brakuje stron dokumentu.", "Pages of the document are missing."),
    "asked_wrong_document": ("To nie ten dokument.", "This is not the right document."),
    "asked_need_original": (
        "Potrzebujemy oryginału: pliku PDF lub XML z KSeF od sprzedawcy.",
        "We need the original: the seller's PDF or the KSeF XML.",
    ),
    # messages
    "mail_greeting": ("Dzień dobry,", "Good day,"),
    "mail_status": ("Twoje zgłoszenie {id}: {state}.", "Your declaration {id}: {state}."),
    "mail_subject": ("Zgłoszenie {id}: {state}", "Declaration {id}: {state}"),
}
