"""Texts of the blind audit, redemption and replay: key to (Polish, English)."""

from __future__ import annotations

INTEGRITY_TEXTS: dict[str, tuple[str, str]] = {
    "ledger_reason": ("powód", "reason"),
    "ledger_why_verdict_changed": ("zmieniła się decyzja", "the decision changed"),
    "ledger_why_audit": ("kontrola wykazała błąd", "an audit found it wrong"),
    "ledger_why_rejected": ("odrzucone", "rejected"),
    "ledger_why_withdrawn": ("zgłoszenie wycofane", "the claim was withdrawn"),
    "ledger_why_decided_by_a_person": ("zdecydował pracownik", "decided by a person"),
    "audit_not_drawn": (
        "Zgłoszenia {id} nie wylosowano do kontroli.",
        "Declaration {id} was not drawn for the audit.",
    ),
    "audit_open": ("do kontroli", "to be audited"),
    "audit_right": ("potwierdzone słusznie", "rightly confirmed"),
    "audit_wrong": ("potwierdzone błędnie", "wrongly confirmed"),
    "audit_figures": (
        "Wylosowane: {drawn}, skontrolowane: {audited}, błędnie potwierdzone: {wrong}. "
        "Udział błędnych: {rate}, z 95 % pewnością od {low} do {high}.",
        "Drawn: {drawn}, audited: {audited}, wrongly confirmed: {wrong}. "
        "Share wrongly confirmed: {rate}, with 95 % confidence between {low} and {high}.",
    ),
    "redeem_points": ("Liczba punktów musi być dodatnia: {value}", "The number of points must be positive: {value}"),
    "redeem_too_few": (
        "Do wydania jest {available} pkt, a prosi się o {points}.",
        "{available} points are available, {points} are asked for.",
    ),
    "redeem_not_confirmed": (
        "Zgłoszenie {id} nie jest już potwierdzone w zaksięgowanej ilości.",
        "Declaration {id} is no longer confirmed with the units booked.",
    ),
    "redeem_document": (
        "Dokumentu {document} zgłoszenia {id} nie ma lub jest uszkodzony.",
        "Document {document} of declaration {id} is missing or damaged.",
    ),
    "redeem_done": (
        "Wydano {points} pkt uczestnikowi {id}; zostaje {available}.",
        "{points} points given out to {id}; {available} left.",
    ),
    "redeem_refused": ("Nie wydano punktów:", "No points were given out:"),
    "replay_unknown": ("Nie ma takiej decyzji: {id}.", "There is no such decision: {id}."),
    "replay_heading": (
        "Zgłoszenie {id}, decyzja nr {version}: {decision} (zasady {rules}, czytnik {reader}, progi {thresholds})",
        "Declaration {id}, decision {version}: {decision} (rules {rules}, reader {reader}, thresholds {thresholds})",
    ),
    "replay_same": ("Wyprowadzona ponownie jest taka sama.", "Derived again it is the same."),
    "replay_differs": ("Wyprowadzona ponownie różni się:", "Derived again it differs:"),
    "replay_losses": ("Nie wszystko jest takie jak wtedy:", "Not everything is as it was then:"),
    "replay_impossible": ("Nie da się jej wyprowadzić ponownie.", "It cannot be derived again."),
}
