"""The pages' words: the one catalogue of pipelines, in the language of the session."""

from __future__ import annotations

from pipelines.texts import language, number, percent, say

__all__ = ["language", "number", "percent", "say"]
