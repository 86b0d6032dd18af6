"""Texts of the participant's pages and of sign-in: key to (Polish, English)."""

from __future__ import annotations

PARTICIPANT_TEXTS: dict[str, tuple[str, str]] = {}
