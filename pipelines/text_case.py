"""Texts of deciding a case, of its history and of the blind audit's page: key to (Polish, English)."""

from __future__ import annotations

CASE_TEXTS: dict[str, tuple[str, str]] = {
    "history_audit_wrong": ("kontrola: błędne potwierdzenie", "audit: wrongly confirmed"),
    # keying blind
    "key_explained_confirms": (
        "Tyle, ile widać na dokumencie, w jego jednostce. Poza ilością nic nie budzi wątpliwości: wpisana zgodnie "
        "z odczytem od razu zamyka sprawę.",
        "As the document shows it, in its unit. Nothing but the quantity is in question: keyed as it was read, it "
        "closes the case at once.",
    ),
    "key_and_confirm": ("Zapisz i potwierdź (Enter)", "Keep and confirm (Enter)"),
    # why a confirmation against a hard reason is right
    "why_confirm": ("Dlaczego mimo to potwierdzić?", "Why confirm all the same?"),
    "reason_checked": ("sprawdzone", "checked"),
    "reason_keyed": ("ilość przepisana z dokumentu", "quantity keyed from the document"),
    "reason_read_wrongly": ("odczytano błędnie", "misread"),
    "reason_two_purchases": ("To osobny zakup lub osobna część faktury", "A purchase, or a part of it, of its own"),
    "reason_same_participant": ("Powtórne zgłoszenie; liczy się to", "Claimed again; this is the claim that counts"),
    "reason_document_genuine": ("Dokument jest prawdziwy", "The document is genuine"),
    "reason_correction_harmless": (
        "Korekta nie zmienia ilości ani produktu",
        "The correction changes neither quantity nor product",
    ),
    "choose": ("wybierz", "choose"),
    # history
    "the_machine": ("maszyna", "machine"),
    "history_version": ("wersja {version}", "version {version}"),
    "history_bulk": ("razem z innymi", "together with others"),
    "units_short": ("{units} j.s.", "{units} seed units"),
    "risk_because": ("Ryzyko: {reasons}", "Risk: {reasons}"),
    # the blind audit
    "page_audit": ("Ślepa kontrola", "Blind audit"),
    "audit_explained": (
        "Wylosowane zgłoszenia, które maszyna potwierdziła sama. Wpisz, co widzisz na dokumentach; "
        "co odczytała maszyna i co zgłoszono, pokaże się dopiero potem.",
        "Drawn claims the machine confirmed alone. Key what you see on the documents; what the machine read and "
        "what was declared is shown afterwards.",
    ),
    "audit_open_count": ("Do kontroli", "To audit"),
    "audit_done_count": ("Skontrolowane", "Audited"),
    "audit_wrong_count": ("Błędne potwierdzenia", "Wrongly confirmed"),
    "audit_high": ("Najwyżej (95%)", "At most (95%)"),
    "audit_nothing_drawn": (
        "Nie wylosowano jeszcze żadnego zgłoszenia. Losuje je każdy przebieg weryfikacji.",
        "No claim has been drawn yet. Every verification run draws some.",
    ),
    "audit_all_done": ("Wszystkie wylosowane zgłoszenia są skontrolowane.", "Every drawn claim has been audited."),
    "audit_claim": ("Zgłoszenie", "Claim"),
    "audit_documents": ("Dokumenty zgłoszenia {id}", "Documents of claim {id}"),
    "audit_see": ("Co widać na dokumentach", "What the documents show"),
    "audit_buyer": ("Nabywcą jest", "The buyer is"),
    "audit_buyer_is": ("uczestnik: {name}", "the participant: {name}"),
    "audit_buyer_not": ("ktoś inny", "someone else"),
    "audit_units": ("Jednostki siewne żyta hybrydowego", "Seed units of hybrid rye"),
    "audit_units_help": (
        "Razem na wszystkich dokumentach, tylko to, co liczy się w programie. 0, jeśli nic.",
        "Over all documents, only what counts in the programme. 0 if nothing does.",
    ),
    "audit_doubts": ("Coś jest nie w porządku", "Something is wrong"),
    "audit_doubts_help": (
        "Na przykład ślady zmian, brak strony, faktura korygująca albo pro forma. Napisz w uwadze, co.",
        "Say traces of editing, a page missing, a correction or a pro forma. Write in the note what.",
    ),
    "audit_keep": ("Zapisz wynik (Enter)", "Keep the result (Enter)"),
    "audit_kept_right": (
        "{id}: potwierdzenie słuszne; wpisano to samo, co potwierdziła maszyna.",
        "{id}: rightly confirmed; you keyed what the machine confirmed.",
    ),
    "audit_kept_wrong": (
        "{id}: potwierdzenie błędne. {why} Następne księgowanie cofnie punkty.",
        "{id}: wrongly confirmed. {why} The next booking takes the points back.",
    ),
    "audit_differs": (
        "{field}: wpisano {keyed}, potwierdzono {confirmed}.",
        "{field}: {keyed} keyed, {confirmed} confirmed.",
    ),
    "audit_doubt_told": ("Kontroler zgłosił zastrzeżenie.", "The auditor reported a doubt."),
    "audit_again": (
        "{id}: wpisano co innego, niż potwierdziła maszyna ({fields}). Spójrz jeszcze raz i wpisz, co widzisz.",
        "{id}: this is not what the machine confirmed ({fields}). Look again and key what you see.",
    ),
    "audit_taken": ("Zgłoszenie {id} skontrolował już ktoś inny.", "Someone else has audited claim {id}."),
    "audit_missing": ("Wypełnij: {fields}.", "Fill in: {fields}."),
    "audit_results": ("Wyniki kontroli", "Results of the audit"),
    "audit_result": ("Wynik", "Result"),
    "audit_by": ("Kontroler", "Auditor"),
    "item_units": ("Jednostki siewne", "Seed units"),
    "item_note": ("Uwaga", "Note"),
    "item_buyer": ("Nabywca", "Buyer"),
}
