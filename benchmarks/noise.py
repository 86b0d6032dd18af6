"""What recognisers make of text, for measuring and training without pictures: letters taken for others, lost, added."""

from __future__ import annotations

from random import Random

_TAKEN_FOR = {
    "o": "0",
    "0": "O",
    "l": "1",
    "1": "l",
    "i": "l",
    "s": "5",
    "S": "5",
    "5": "S",
    "B": "8",
    "8": "B",
    "e": "c",
    "c": "e",
    "n": "ri",
    "m": "rn",
    "ż": "z",
    "Ż": "Z",
    "ó": "o",
    "ń": "n",
    "ę": "e",
    "y": "v",
    "t": "f",
    "a": "o",
    "h": "b",
    "u": "ii",
    "z": "2",
    "Z": "2",
    "w": "vv",
    "g": "q",
    "r": "t",
    "ł": "l",
    "ą": "a",
    "ś": "s",
}


def noisy(text: str, share: float, rng: Random) -> str:
    """The text with about `share` of its characters misread: three in five taken for a look-alike, one in five lost,
    one in five followed by a stray mark."""
    result = []
    for char in text:
        if rng.random() >= share:
            result.append(char)
            continue
        what = rng.random()
        if what < 0.6:
            result.append(_TAKEN_FOR.get(char, _TAKEN_FOR.get(char.lower(), char)))
        elif what >= 0.8 and char != " ":
            result.append(char + rng.choice((" ", ".", ",", "|")))
    return "".join(result)
