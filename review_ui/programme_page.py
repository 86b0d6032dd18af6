"""The programme: its rules, partners, products and participants, and importing them from CSV or XLSX."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.programme_data import (
    ENDINGS,
    REGISTRIES,
    Import,
    ProgrammeData,
    crop_word,
    import_registry,
    programme_data,
)
from pipelines.review_door import Programme, Role
from review_ui.marks import escape, table
from review_ui.texts import number, say

if TYPE_CHECKING:
    from review_ui.session import Session

_SHOWN = 200  # rows of a registry on one page; the search narrows it


def show(session: Session) -> None:
    """Draw the page."""
    st.title(say("page_programme"))
    programme = session.programme
    if programme is None:
        st.info(say("no_programme"))
        return
    data = programme_data(session.workspace, session.user, programme)
    tabs = st.tabs([say("rules"), *(say(name) for name in REGISTRIES)])
    with tabs[0]:
        _rules(data)
    for tab, name in zip(tabs[1:], REGISTRIES, strict=True):
        with tab:
            _registry(data, name)
            if session.user.role is Role.ADMINISTRATOR:
                _import(session, programme, name)


def _rules(data: ProgrammeData) -> None:
    rules = data.rules
    rows = [
        (say("rule_name"), rules.name),
        (say("rule_organiser"), rules.organiser),
        (say("rule_period"), f"{rules.period_start:%d.%m.%Y} – {rules.period_end:%d.%m.%Y}"),
        (say("rule_years"), ", ".join(map(str, rules.years))),
        (say("rule_units_per_point"), number(rules.units_per_point)),
        (say("rule_crop"), crop_word(rules.eligible_crop.value)),
        (say("rule_date"), say(f"date_rule_{rules.date_rule.value}")),
        (say("rule_version"), str(data.rules_version)),
    ]
    body = [[escape(label), escape(value)] for label, value in rows]
    table([say("field"), say("value")], body, label=say("rules"))
    st.caption(say("rules_explained"))


def _registry(data: ProgrammeData, name: str) -> None:
    heads, rows = _rows(data, name)
    text = st.text_input(say("search"), key=f"search_{name}", icon=":material/search:").strip().casefold()
    matching = [row for row in rows if text in " ".join(row).casefold()]
    table(heads, [[escape(cell) for cell in row] for row in matching[:_SHOWN]], label=say(name), cards=True)
    st.caption(say("rows_shown", shown=min(len(matching), _SHOWN), total=len(rows)))


def _rows(data: ProgrammeData, name: str) -> tuple[list[str], list[list[str]]]:
    if name == "partners":
        heads = ["NIP", say("name"), say("aliases")]
        return heads, [[item.nip, item.name, ", ".join(item.aliases)] for item in data.partners]
    if name == "products":
        heads = ["SKU", say("name"), say("crop"), say("counts"), say("units_per_package")]
        return heads, [
            [
                item.sku,
                item.name,
                crop_word(item.crop),
                say("yes") if item.eligible else say("no"),
                number(item.seed_units_per_package),
            ]
            for item in data.products
        ]
    heads = [say("number"), say("name"), "NIP", say("place")]
    return heads, [
        [item.participant_id, item.name, item.nip or "—", f"{item.postal_code} {item.city}".strip()]
        for item in data.participants
    ]


def _import(session: Session, programme: Programme, name: str) -> None:
    with st.expander(say("import_heading")):
        st.caption(say("import_explained"))
        upload = st.file_uploader(say("import_file", name=say(name)), type=list(ENDINGS), key=f"file_{name}")
        if upload is None:
            return
        data = upload.getvalue()
        seen = import_registry(session.workspace, session.user, programme, name, upload.name, data, keep=False)
        if seen.errors:
            _errors(seen)
            return
        changes = seen.changes
        st.markdown(
            say("import_preview", added=len(changes.added), changed=len(changes.changed), removed=len(changes.removed))
        )
        if changes.removed:
            st.warning(say("import_removes", keys=", ".join(changes.removed[:20])))
        if not changes:
            st.info(say("import_nothing"))
        elif st.button(say("import_keep"), type="primary", key=f"keep_{name}"):
            import_registry(session.workspace, session.user, programme, name, upload.name, data, keep=True)
            st.success(say("import_kept"))


def _errors(seen: Import) -> None:
    st.error(say("import_refused", count=len(seen.errors)))
    rows = [
        [str(error.row) if error.row is not None else "—", escape(error.column or "—"), escape(error.reason)]
        for error in seen.errors
    ]
    table([say("row"), say("column"), say("reason")], rows, label=say("import_refused", count=len(rows)))
