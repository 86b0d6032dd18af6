"""What the command line's framework says of bad usage, as it says it and in Polish; {} stands for what it fills in."""

from __future__ import annotations

USAGE_WORDS: tuple[tuple[str, str], ...] = (
    ("Missing argument {}.", "Brakuje argumentu {}."),
    ("Missing option {}.", "Brakuje opcji {}."),
    ("Missing command.", "Brakuje polecenia."),
    ("No such command {}. Did you mean {}?", "Nie ma polecenia {}. Może {}?"),
    ("No such command {}.", "Nie ma polecenia {}."),
    ("No such option: {} (Possible options: {})", "Nie ma opcji {}. Podobne: {}."),
    ("No such option: {}", "Nie ma opcji {}."),
    ("Option {} requires an argument.", "Opcja {} wymaga wartości."),
    ("Option {} does not take a value.", "Opcja {} nie przyjmuje wartości."),
    ("Got unexpected extra argument(s) ({})", "Zbędne argumenty: {}."),
    ("Invalid value for {}: {}", "Zła wartość {}: {}"),
    # What may be wrong with a value.
    ("Input should be a valid integer, {}", "to ma być liczba całkowita"),
    ("Input should be greater than or equal to {}", "najmniej {}"),
    ("Input should be less than or equal to {}", "najwyżej {}"),
    ("Value error, {} is not one of {}.", "{} to nie jedno z: {}"),
    # How a command is used.
    ("Usage: {}", "Użycie: {}"),
    ("{}[OPTIONS]{}", "{}[OPCJE]{}"),
    ("{}COMMAND [ARGS]...", "{}POLECENIE [ARGUMENTY]..."),
)
