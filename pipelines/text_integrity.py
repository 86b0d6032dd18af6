"""Texts of the blind audit, redemption and replay: key to (Polish, English)."""

from __future__ import annotations

INTEGRITY_TEXTS: dict[str, tuple[str, str]] = {
    "ledger_reason": ("powód", "reason"),
    "ledger_why_verdict_changed": ("zmieniła się decyzja", "the decision changed"),
    "ledger_why_audit": ("kontrola wykazała błąd", "an audit found it wrong"),
    "ledger_why_rejected": ("odrzucone", "rejected"),
    "ledger_why_withdrawn": ("zgłoszenie wycofane", "the claim was withdrawn"),
    "ledger_why_decision_undone": ("decyzję cofnięto", "the decision was undone"),
    "ledger_why_decided_by_a_person": ("zdecydował pracownik", "decided by a person"),
    "audit_not_drawn": (
        "Zgłoszenia {id} nie wylosowano do kontroli.",
        "Declaration {id} was not drawn for the audit.",
    ),
    "audit_not_yet": (
        "Do kontroli nie wylosowano jeszcze żadnego zgłoszenia.",
        "No declaration has been drawn for the audit yet.",
    ),
    "audit_open": ("do kontroli", "to be audited"),
    "audit_right": ("potwierdzone słusznie", "rightly confirmed"),
    "audit_wrong": ("potwierdzone błędnie", "wrongly confirmed"),
    "audit_figures": (
        "Wylosowane: {drawn}, skontrolowane: {audited}, błędnie potwierdzone: {wrong}. "
        "Udział błędnych: {rate}, z 95-procentową pewnością od {low} do {high}.",
        "Drawn: {drawn}, audited: {audited}, wrongly confirmed: {wrong}. "
        "Share wrongly confirmed: {rate}, with 95% confidence between {low} and {high}.",
    ),
    "redeem_points": ("Liczba punktów musi być dodatnia: {value}", "The number of points must be positive: {value}"),
    "redeem_other_request": (
        "Klucz {value} ma już inna prośba: innego uczestnika lub o inną liczbę punktów.",
        "The key {value} is another request's: of another participant or for other points.",
    ),
    "redeem_too_few": (
        "Do wydania jest {available} pkt, a ma być wydane {points}.",
        "Points available: {available}, asked for: {points}.",
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
        "Points given out to {id}: {points}; left: {available}.",
    ),
    "redeem_refused": ("Nie wydano punktów:", "No points were given out:"),
    "redeemed_heading": ("Wydane punkty", "Points given out"),
    "redeemed_by": ("kto wydał", "given out by"),
    "redeemed_points": ("wydane", "given out"),
    "redeemed_left": ("zostaje", "left"),
    "status_redeemed": (
        "Wydano już: {redeemed} pkt, zostaje: {available} pkt.",
        "Points given out already: {redeemed}, left: {available}.",
    ),
    "status_below_zero": (
        "Po cofnięciu zakupu wydano więcej punktów, niż się należało; następne punkty najpierw to wyrównają.",
        "Since a purchase was taken back more points are given out than earned; the next ones make up for them first.",
    ),
    "participant_unknown": ("Nie ma uczestnika o numerze {value}.", "There is no participant {value}."),
    "replay_units": ("potwierdzone j.s.", "seed units confirmed"),
    "replay_confirmed": ("potwierdzone", "confirmed"),
    "replay_flagged": ("do sprawdzenia", "to be looked at"),
    "replay_unknown_version": (
        "Zgłoszenie {id} nie ma decyzji nr {version}.",
        "Declaration {id} has no decision {version}.",
    ),
    "replay_decision": ("decyzja", "decision"),
    "replay_declared": ("zgłoszone j.s.", "seed units declared"),
    "replay_thresholds": ("progi", "thresholds"),
    "replay_gone": ("nie ma już", "no longer"),
    "replay_added": ("doszło", "new"),
    "replay_check": ("sprawdzenie", "check"),
    "replay_no_check": ("bez sprawdzenia", "without the check"),
    "replay_risk": ("ryzyko", "risk"),
    "outcome_pass": ("w porządku", "passed"),
    "outcome_fail": ("nie zgadza się", "failed"),
    "outcome_unsure": ("niepewne", "unsure"),
    "replay_unknown": ("Nie ma takiej decyzji: {id}.", "There is no such decision: {id}."),
    "replay_heading": (
        "Zgłoszenie {id}, decyzja nr {version}: {decision} (zasady {rules}, czytnik {reader}, progi {thresholds})",
        "Declaration {id}, decision {version}: {decision} (rules {rules}, reader {reader}, thresholds {thresholds})",
    ),
    "replay_same": ("Wyprowadzona ponownie jest taka sama.", "Derived again it is the same."),
    "replay_differs": ("Wyprowadzona ponownie różni się:", "Derived again it differs:"),
    "replay_losses": ("Nie wszystko jest takie jak wtedy:", "Not everything is as it was then:"),
    "replay_impossible": ("Nie da się jej wyprowadzić ponownie.", "It cannot be derived again."),
    "loss_inputs": (
        "Danych wejściowych tej decyzji nie zachowano.",
        "The inputs of this decision were not kept.",
    ),
    "loss_reading": ("Odczytu dokumentu {document} już nie ma.", "The reading of document {document} is gone."),
    "loss_claim": (
        "Zgłoszenia {id} w wersji {version} już nie ma.",
        "Declaration {id} in version {version} is gone.",
    ),
    "loss_rules": (
        "Zasad programu w tamtej wersji już nie ma; użyto obecnych.",
        "The programme's rules in that version are gone; the present ones were used.",
    ),
    "loss_person_changed": (
        "Dane uczestnika {id} zmieniono od tamtej pory.",
        "The data of participant {id} were changed since.",
    ),
    "loss_person_gone": (
        "Uczestnika {id} już nie ma w rejestrze.",
        "Participant {id} is no longer in the register.",
    ),
}
