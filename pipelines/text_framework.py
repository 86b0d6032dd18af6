"""Words of the framework of the pages, as it says them and in Polish; {} stands for what it fills in."""

from __future__ import annotations

FRAMEWORK_WORDS: tuple[tuple[str, str], ...] = (
    ("Take Photo", "Zrób zdjęcie"),
    ("Clear photo", "Usuń zdjęcie"),
    ("Switch camera", "Zmień aparat"),
    ("This app would like to use your camera.", "Potrzebna jest zgoda na użycie aparatu."),
    ("Learn how to allow access.", "Jak ją wyrazić"),
    ("Show password text", "Pokaż hasło"),
    ("Hide password text", "Ukryj hasło"),
    ("Skip to main content", "Przejdź do treści"),
    ("Link to heading", "Odnośnik do nagłówka"),
    ("Sidebar", "Menu"),
    ("App pages", "Strony"),
    ("Expand sidebar", "Rozwiń menu"),
    ("Collapse sidebar", "Zwiń menu"),
    ("Open", "Rozwiń listę"),
    ("Help for {}", "Podpowiedź: {}"),
    ("file upload", "wybór plików"),
    ("No results", "Brak wyników"),
    ("Select all", "Wybierz wszystkie"),
    ("Select {} matches", "Wybierz pasujące ({})"),
    ("Selected values", "Wybrane"),
    ("Clear all", "Usuń wszystkie"),
    ("Clear value", "Usuń wybór"),
    ("Remove {}", "Usuń {}"),
    ("File must be {} or smaller.", "Plik może mieć najwyżej {}."),
    ("{} files are not allowed.", "Plików {} nie przyjmujemy."),
    ("Page not found", "Nie ma takiej strony"),
    (
        "The page that you have requested does not seem to exist. Running the app's main page.",
        "Otwieramy pierwszą stronę.",
    ),
    ("Connecting", "Łączenie"),
    ("Running...", "Chwileczkę…"),
)
