"""What the check of a rule or a setting found wrong with a value, in words for people."""

from __future__ import annotations

from typing import Any

from pipelines.texts import say

# By the kind of error Pydantic's check gives; the key of the catalogue.
_BY_TYPE = {
    "extra_forbidden": "key_unknown",
    "missing": "key_missing",
    "too_short": "cell_empty",
    "string_too_short": "cell_empty",
    "greater_than": "more_than",
    "greater_than_equal": "at_least",
    "less_than": "less_than",
    "less_than_equal": "at_most",
    "enum": "not_one_of",
    "literal_error": "not_one_of",
    "dates_reversed": "dates_reversed",
    "year_twice": "year_twice",
}
# By what the value should be, where it cannot be made that.
_BY_KIND = {
    "date": "not_a_date",
    "decimal": "not_a_number",
    "float": "not_a_number",
    "int": "not_whole",
    "bool": "not_a_flag",
}


def fault_text(fault: Any) -> str:
    """One of the errors of a ValidationError (`errors()`) in the language spoken; as Pydantic says it where it is of a
    kind that neither a rule nor a setting can have."""
    key = _BY_TYPE.get(fault["type"]) or _BY_KIND.get(fault["type"].split("_")[0])
    if key is None:
        return str(fault["msg"]).removeprefix("Value error, ")
    context = fault.get("ctx", {})
    options = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    limit = next((context[name] for name in ("gt", "ge", "lt", "le") if name in context), "")
    return say(key, value=fault["input"], options=options, limit=limit)
