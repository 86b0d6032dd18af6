"""What each trace of editing means, in plain Polish for the reviewer."""

from __future__ import annotations

from collections.abc import Mapping

from programme.invoices import FindingKind

_TEXTS: Mapping[FindingKind, str] = {
    FindingKind.TEXT_DIFFERS_FROM_PIXELS: "Ukryty tekst pliku mówi co innego, niż widać na stronie.",
    FindingKind.TEXT_UNDER_TEXT: "Pod widocznym napisem jest inny: coś zamalowano i napisano na nowo.",
    FindingKind.ANNOTATION_OVER_TEXT: "Na treści faktury leży dopisek dodany w edytorze PDF.",
    FindingKind.PAINTED_OVER: "Fragment strony zakryto i napisano na nim co innego.",
    FindingKind.IMAGE_PATCH: "Tło lub szum w jednym polu obrazu jest inne niż wokół, jak po wklejeniu.",
    FindingKind.FONT_BREAK: "Jedno pole złożono innym krojem pisma niż reszta kolumny.",
    FindingKind.EDITED_AFTER_CREATION: "Plik zmieniono po utworzeniu: późniejsza wersja ma inną treść strony.",
    FindingKind.WORDS_DIFFER_FROM_AMOUNT: "Kwota słownie jest inna niż kwota cyframi.",
    FindingKind.DRAWN_LATER: "Jedno pole tabeli dopisano w pliku po całej reszcie strony.",
    FindingKind.EDITING_PROGRAM: "Plik zapisano programem do edycji albo zmieniono po utworzeniu.",
    FindingKind.CUT_OFF_TEXT: "Poza widoczną częścią strony jest ukryty tekst z liczbami.",
    FindingKind.CLONED_DIGITS: "Cyfry w polu są kopią innych cyfr z tej strony, razem z szumem papieru.",
    FindingKind.SCREEN_PHOTO: "Zdjęcie wygląda na zrobione z ekranu, nie z papieru.",
}


def finding_text(kind: FindingKind) -> str:
    """One Polish sentence; a kind without its own gets a general one."""
    return _TEXTS.get(kind, "Ślad przeróbki lub sprzeczność w dokumencie.")
