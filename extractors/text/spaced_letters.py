"""Words set with space between their letters ("F A K T U R A"), and figures in boxes of their own, put together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.tokens import Word
from programme.geometry import around

_LEAST = 5  # signs: fewer may be initials or a row of marks
_WIDEST = 2.2  # letter heights between two signs' middles
_EVEN = 1.7  # times the least pitch of a run: more parts two words


def without_spacing(words: Sequence[Word], aspect: float) -> list[Word]:
    """The words of a row, left to right, runs of evenly spaced single signs as one word each.

    `aspect` is the page's height over its width.
    """
    result: list[Word] = []
    run: list[Word] = []
    for word in words:
        if run and not _goes_on(run, word, aspect):
            result.extend(_joined(run))
            run = []
        if len(word.text) == 1 and word.text.isalnum():
            run.append(word)
        else:
            result.extend(_joined(run))
            run = []
            result.append(word)
    return [*result, *_joined(run)]


def _goes_on(run: Sequence[Word], word: Word, aspect: float) -> bool:
    if word.text.isdigit() != run[-1].text.isdigit():
        return False
    pitch = word.box.centre[0] - run[-1].box.centre[0]
    if not 0 < pitch <= _WIDEST * max(word.box.height, run[-1].box.height) * aspect:
        return False
    pitches = [after.box.centre[0] - before.box.centre[0] for before, after in pairwise(run)]
    return not pitches or max(*pitches, pitch) <= _EVEN * min(*pitches, pitch)


def _joined(run: Sequence[Word]) -> list[Word]:
    if len(run) < _LEAST:
        return list(run)
    return [Word("".join(w.text for w in run), around([w.box for w in run]), min(w.confidence for w in run))]
