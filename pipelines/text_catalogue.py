"""Every text of the command line and the participant's status: key to (Polish, English)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # intake tables
    "file_missing": ("nie ma takiego pliku", "there is no such file"),
    "table_missing": ("nie ma takiego pliku (.csv ani .xlsx)", "there is no such file (.csv or .xlsx)"),
    "table_twice": (
        "jest i {name}.csv, i {name}.xlsx; zostaw jeden",
        "both {name}.csv and {name}.xlsx are there; keep one",
    ),
    "table_too_large": ("plik jest za duży na tabelę", "the file is too large for a table"),
    "table_empty": ("plik jest pusty, brak nagłówka", "the file is empty, it has no header"),
    "encoding_unknown": ("nieznane kodowanie znaków; zapisz jako UTF-8", "unknown character encoding; save as UTF-8"),
    "csv_broken": ("błąd zapisu CSV: {error}", "broken CSV: {error}"),
    "xlsx_broken": ("nie można otworzyć arkusza ({error})", "the spreadsheet cannot be opened ({error})"),
    "cell_count": ("{found} komórek zamiast {expected}", "{found} cells instead of {expected}"),
    "control_character": ("niedozwolony znak o kodzie 0", "a character with code 0"),
    "column_missing": ("brak kolumny", "the column is missing"),
    "column_twice": ("kolumna występuje dwa razy", "the column stands twice"),
    "cell_empty": ("puste pole", "empty"),
    "cell_too_long": ("dłuższe niż {limit} znaków", "longer than {limit} characters"),
    "not_a_number": ("to nie jest liczba: {value}", "not a number: {value}"),
    "not_positive": ("musi być większe od zera: {value}", "must be more than zero: {value}"),
    "negative": ("nie może być ujemne: {value}", "must not be negative: {value}"),
    "not_a_date": ("to nie jest data: {value}", "not a date: {value}"),
    "not_a_year": ("to nie jest rok: {value}", "not a year: {value}"),
    "not_a_flag": ("ma być true albo false: {value}", "must be true or false: {value}"),
    "bad_nip": ("błędny NIP (cyfra kontrolna): {value}", "not a valid NIP (check digit): {value}"),
    "duplicate_key": ("{value} jest już w wierszu {row}", "{value} stands already in row {row}"),
    "unknown_participant": ("nie ma takiego uczestnika: {value}", "there is no such participant: {value}"),
    "dates_reversed": ("data końcowa przed początkową", "ends before it begins"),
    "key_unknown": ("nieznany klucz", "unknown key"),
    "key_missing": ("brak klucza", "the key is missing"),
    "not_one_of": ("{value}: ma być jedno z: {options}", "{value}: must be one of: {options}"),
    "year_twice": ("ten sam rok dwa razy", "the same year twice"),
    "toml_broken": ("błąd zapisu TOML: {error}", "broken TOML: {error}"),
    "folder_missing": ("{folder} nie jest folderem", "{folder} is not a folder"),
    "not_stored": ("Nic nie zapisano. Popraw i uruchom ponownie.", "Nothing was stored. Correct and run again."),
    "row_place": ("{file}, wiersz {row}", "{file}, row {row}"),
    "column_place": ("{where}, kolumna {column}", "{where}, column {column}"),
    "key_place": ("{where}, klucz {column}", "{where}, key {column}"),
    # command line
    "reading_documents": ("Czytanie dokumentów", "Reading documents"),
    "summary_title": ("Podsumowanie", "Summary"),
    "summary_declarations": ("zgłoszenia", "declarations"),
    "summary_confirmed": ("potwierdzone", "confirmed"),
    "summary_flagged": ("do sprawdzenia", "flagged for review"),
    "summary_read_now": ("przeczytane teraz", "read now"),
    "summary_known": ("przeczytane wcześniej", "read before"),
    "summary_withdrawn": ("zgłoszenia wycofane (nie ma ich już w tabeli)", "declarations withdrawn (no longer listed)"),
    "summary_points": ("punkty", "points"),
    "summary_seconds": ("czas (s)", "time (s)"),
    "summary_reasons": ("Powody sprawdzenia", "Reasons for review"),
    "written_to": ("Wyniki: {folder}", "Results: {folder}"),
    "demo_done": (
        "\nRaport: {folder}/report.html (otwórz w przeglądarce); obok decisions.jsonl, extractions.jsonl i points.csv, "
        "dokumenty w {folder}/intake/documents/.\n"
        "Strony nad tą próbką: KLOS_HOME={home} {command} ui, potem http://127.0.0.1:8501",
        "\nThe report: {folder}/report.html (open it in a browser); decisions.jsonl, extractions.jsonl and points.csv "
        "stand beside it, the documents in {folder}/intake/documents/.\n"
        "The pages over this sample: KLOS_HOME={home} {command} ui, then http://127.0.0.1:8501",
    ),
    "cron_wrong": (
        'harmonogram nie jest pięcioma polami crona, jak "*/15 * * * *": {value}',
        'the schedule is not five fields of cron like "*/15 * * * *": {value}',
    ),
    "serving": (
        "Harmonogram {cron} ({zone}), serwer {url}. Ctrl+C kończy.",
        "Schedule {cron} ({zone}), server {url}. Ctrl+C stops.",
    ),
    "interrupted": ("Przerwano. Gotowe wyniki zachowano.", "Interrupted. Finished results are kept."),
    "several_programmes": (
        "W tej instalacji jest kilka programów; wybierz --programme: {slugs}",
        "There are several programmes here; choose one with --programme: {slugs}",
    ),
    "unknown_programme": ("Nie ma programu {slug}.", "There is no programme {slug}."),
    "no_programme": (
        "Nie wczytano jeszcze żadnego programu; robi to `klos verify FOLDER --out WYNIKI`.",
        "No programme has been loaded yet; `klos verify FOLDER --out RESULTS` does it.",
    ),
    "unknown_subject": (
        "Nie ma zgłoszenia ani uczestnika o numerze {value}.",
        "There is no declaration or participant {value}.",
    ),
    "error": ("Błąd", "Error"),
    "port_taken": ("Port {port} jest zajęty.", "Port {port} is taken."),
    "server_failed": (
        "Serwer harmonogramu nie wstał w {seconds} s.",
        "The scheduling server did not start within {seconds} s.",
    ),
    # the ledger
    "ledger_title": ("Księga punktów", "Points ledger"),
    "ledger_participant": ("uczestnik", "participant"),
    "ledger_declaration": ("zgłoszenie", "declaration"),
    "ledger_year": ("rok", "year"),
    "ledger_units": ("j.s.", "seed units"),
    "ledger_kind": ("wpis", "entry"),
    "ledger_at": ("kiedy", "when"),
    "ledger_confirmed": ("potwierdzenie", "confirmed"),
    "ledger_counter": ("cofnięcie", "taken back"),
    "balance_confirmed": ("potwierdzone j.s.", "confirmed units"),
    "balance_pending": ("oczekujące j.s.", "pending units"),
    "balance_points": ("punkty", "points"),
    # status, for the participant
    "status_heading": ("Zgłoszenie {id}: {state}", "Declaration {id}: {state}"),
    "status_declared": (
        "Zgłoszono {units} j.s. za rok {year}, faktura {invoice} z {date}.",
        "You declared {units} seed units for {year}, invoice {invoice} of {date}.",
    ),
    "status_erased": ("dane usunięte na życzenie uczestnika", "data erased at the participant's wish"),
    "status_counted": ("Zaliczono {units} j.s.", "{units} seed units count."),
    "status_why": ("Dlaczego:", "Why:"),
    "status_next": ("Co dalej:", "What next:"),
    "status_participant": ("Uczestnik {id}", "Participant {id}"),
    "status_points": (
        "Punkty: {points}. Potwierdzone j.s.: {confirmed}. Oczekujące j.s.: {pending}.",
        "Points: {points}. Confirmed seed units: {confirmed}. Pending: {pending}.",
    ),
    "status_missing": (
        "Do następnego punktu brakuje: {steps}.",
        "For one more point you still need: {steps}.",
    ),
    "status_missing_step": ("{units} j.s. w roku {year}", "{units} seed units in {year}"),
    "next_review": (
        "Sprawdzi to pracownik programu. Nie musisz nic robić.",
        "A member of staff will look at it. You need not do anything.",
    ),
    "next_document": (
        "Prześlij oryginalną fakturę (plik PDF albo XML z KSeF) lub ostre zdjęcie całej strony.",
        "Please send the original invoice (PDF or KSeF XML) or a sharp photo of the whole page.",
    ),
    "next_invoice": (
        "Prześlij fakturę VAT; pro forma, WZ ani paragon bez NIP nie wystarczą.",
        "Please send the VAT invoice; a pro forma, delivery note or receipt without NIP is not enough.",
    ),
    "next_declaration": (
        "Porównaj zgłoszenie z fakturą i popraw, jeśli jest w nim pomyłka.",
        "Please compare the declaration with the invoice and correct it if there is a mistake.",
    ),
}

# Why a claim is looked at, in words for the participant: they never tell of another participant.
REASONS: dict[str, tuple[str, str]] = {
    "missing_document": ("Brakuje dokumentu zakupu.", "The purchase document is missing."),
    "unreadable": ("Dokumentu nie da się wystarczająco odczytać.", "The document cannot be read well enough."),
    "not_an_invoice": ("Przesłany dokument nie jest fakturą VAT.", "The document sent is not a VAT invoice."),
    "correction_invoice": ("Zakupu dotyczy faktura korygująca.", "A correction invoice touches the purchase."),
    "seller_unknown": (
        "Sprzedawcy z faktury nie ma na liście partnerów programu.",
        "The seller on the invoice is not a partner of the programme.",
    ),
    "seller_mismatch": (
        "Sprzedawca na fakturze jest inny niż w zgłoszeniu.",
        "The seller on the invoice is not the one declared.",
    ),
    "buyer_mismatch": (
        "Dane nabywcy na fakturze różnią się od danych uczestnika.",
        "The buyer on the invoice differs from the participant.",
    ),
    "invoice_number_mismatch": (
        "Numer faktury jest inny niż w zgłoszeniu.",
        "The invoice number differs from the one declared.",
    ),
    "date_mismatch": ("Data na fakturze jest inna niż w zgłoszeniu.", "The date differs from the one declared."),
    "quantity_mismatch": (
        "Liczba jednostek siewnych na fakturze jest inna niż w zgłoszeniu.",
        "The number of seed units on the invoice differs from the one declared.",
    ),
    "date_outside_programme": (
        "Data zakupu leży poza okresem programu lub zgłoszonym rokiem.",
        "The purchase lies outside the programme's period or the declared year.",
    ),
    "product_not_eligible": (
        "Na fakturze jest produkt, który nie liczy się w programie.",
        "The invoice has a product that does not count in the programme.",
    ),
    "duplicate_invoice": ("Ta faktura została już zgłoszona.", "This invoice has been claimed already."),
    "duplicate_document": ("Ten dokument został już przesłany.", "This document has been sent already."),
    "arithmetic_mismatch": ("Kwoty na dokumencie nie sumują się.", "The amounts on the document do not add up."),
    "tampering_suspected": ("Dokument wymaga sprawdzenia przez pracownika.", "The document needs a person's look."),
    "ksef_mismatch": (
        "Dane z KSeF nie zgadzają się z dokumentem.",
        "The KSeF data and the document do not agree.",
    ),
}

# What the participant can do about it; for all other codes a person looks first.
NEXT_STEP: dict[str, str] = {
    "missing_document": "next_document",
    "unreadable": "next_document",
    "not_an_invoice": "next_invoice",
    "invoice_number_mismatch": "next_declaration",
    "date_mismatch": "next_declaration",
    "quantity_mismatch": "next_declaration",
    "seller_mismatch": "next_declaration",
}
