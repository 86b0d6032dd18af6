"""What each trace of editing means, in plain Polish for the reviewer."""

from __future__ import annotations

from collections.abc import Mapping

from programme.invoices import Finding, FindingKind

TEXTS: Mapping[FindingKind, str] = {
    FindingKind.TEXT_DIFFERS_FROM_PIXELS: "Ukryty tekst pliku mówi co innego, niż widać na stronie.",
    FindingKind.TEXT_UNDER_TEXT: "Pod widocznym napisem jest inny: coś zamalowano i napisano na nowo.",
    FindingKind.ANNOTATION_OVER_TEXT: "Na treści faktury leży dopisek dodany w edytorze PDF.",
    FindingKind.STRUCK_OUT: "Część treści faktury jest przekreślona.",
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
    return TEXTS.get(kind, "Ślad przeróbki lub sprzeczność w dokumencie.")


FACTS: Mapping[tuple[FindingKind, str], str] = {
    (FindingKind.TEXT_DIFFERS_FROM_PIXELS, "hidden_layer"): "ukryty tekst: „{layer}”, na skanie: „{page}”",
    (FindingKind.TEXT_DIFFERS_FROM_PIXELS, "text_layer"): "tekst w pliku: „{layer}”, na stronie: „{page}”",
    (FindingKind.TEXT_DIFFERS_FROM_PIXELS, "embedded_xml"): "XML w pliku: „{layer}”, na stronie: „{page}”",
    (FindingKind.TEXT_UNDER_TEXT, ""): "pod „{over}” jest „{under}”",
    (FindingKind.STRUCK_OUT, ""): "przekreślono „{text}”",
    (FindingKind.PAINTED_OVER, "rewritten"): "zakryto „{under}”, napisano „{over}”",
    (FindingKind.PAINTED_OVER, "hidden"): "zakryto „{under}”",
    (FindingKind.ANNOTATION_OVER_TEXT, ""): "dopisek „{says}” na „{under}”",
    (FindingKind.EDITED_AFTER_CREATION, "replaced"): "zmieniony tekst: {text}",
    (FindingKind.EDITED_AFTER_CREATION, "added"): "dodany tekst: {text}",
    (FindingKind.EDITED_AFTER_CREATION, "drawn"): "dodany rysunek",
    (FindingKind.EDITED_AFTER_CREATION, "pages_removed"): "usunięto strony",
    (FindingKind.FONT_BREAK, "two_fonts"): "liczba „{text}” dwoma krojami pisma",
    (FindingKind.FONT_BREAK, "other_font"): "liczba „{text}” innym krojem niż wiersz i kolumna",
    (FindingKind.FONT_BREAK, "other_size"): "liczba „{text}” innej wielkości niż wiersz i kolumna",
    (FindingKind.DRAWN_LATER, "drawn_later"): "liczba „{text}” dodana na końcu",
    (FindingKind.EDITING_PROGRAM, "program"): "program: {program}",
    (FindingKind.EDITING_PROGRAM, "changed_later"): "utworzono {made}, zmieniono {changed}",
    (FindingKind.CUT_OFF_TEXT, "cut_off"): "poza stroną: {text}",
    (FindingKind.IMAGE_PATCH, "other_height"): "cyfry „{text}” innej wysokości niż w wierszu",
    (FindingKind.IMAGE_PATCH, "rectangle"): "prostokąt o innym tle",
    (FindingKind.IMAGE_PATCH, "crisper"): "cyfry „{text}” ostrzejsze niż druk wokół",
    (FindingKind.CLONED_DIGITS, "copied"): "cyfry „{text}” skopiowane",
    (FindingKind.SCREEN_PHOTO, "grid"): "na zdjęciu widać siatkę punktów ekranu",
}


def finding_facts(finding: Finding) -> str | None:
    """What was found, in Polish; of readings stored before findings had values, as the reader put it."""
    template = FACTS.get((finding.kind, finding.detail))
    if template is None or (not finding.values and "{" in template):
        return finding.message or None
    return template.format_map(dict(finding.values))
