"""Organisers, programmes, their versioned rules and registries, and the participants' declarations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from programme.invoices import Value
from programme.registry import Declaration, Participant, Partner, Product
from programme.rules import ProgrammeRules
from storage.tables import (
    DeclarationDocumentRow,
    DeclarationRow,
    OrganiserRow,
    Origin,
    ParticipantRow,
    PartnerRow,
    ProductRow,
    ProgrammeRow,
    RulesRow,
)

V = TypeVar("V", bound=Value)


@dataclass(frozen=True, slots=True)
class ProgrammeRef:
    """A stored programme; `rules_version` counts from 1."""

    id: int
    slug: str
    rules: ProgrammeRules
    rules_version: int


@dataclass(frozen=True, slots=True)
class StoredDeclaration:
    """A declaration as it counts now; `version` counts from 1."""

    declaration: Declaration
    version: int
    origin: Origin = Origin.INTAKE


@dataclass(frozen=True, slots=True)
class Changes:
    """Keys a load added, changed and took out, each sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class Programmes:
    """Reads and writes a programme's own data within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # -- programmes ---------------------------------------------------------------------------------------------

    def put(self, slug: str, rules: ProgrammeRules) -> ProgrammeRef:
        """Store the programme; rules that differ from the stored ones become a new version."""
        row = self._session.scalar(select(ProgrammeRow).where(ProgrammeRow.slug == slug))
        if row is None:
            row = ProgrammeRow(slug=slug, name=rules.name, organiser_id=self._organiser(rules.organiser))
            self._session.add(row)
            self._session.flush()
        row.name = rules.name
        row.organiser_id = self._organiser(rules.organiser)
        newest = self._newest_rules(row.id)
        content = rules.model_dump_json()
        if newest is None or newest.content != content:
            version = 1 if newest is None else newest.version + 1
            self._session.add(RulesRow(programme_id=row.id, version=version, content=content))
            self._session.flush()
            return ProgrammeRef(row.id, slug, rules, version)
        return ProgrammeRef(row.id, slug, rules, newest.version)

    def _organiser(self, name: str) -> int:
        row = self._session.scalar(select(OrganiserRow).where(OrganiserRow.name == name))
        if row is None:
            row = OrganiserRow(name=name)
            self._session.add(row)
            self._session.flush()
        return row.id

    def _newest_rules(self, programme_id: int) -> RulesRow | None:
        query = select(RulesRow).where(RulesRow.programme_id == programme_id).order_by(RulesRow.version.desc())
        return self._session.scalars(query.limit(1)).first()

    def get(self, slug: str) -> ProgrammeRef | None:
        """The programme of that slug with its newest rules."""
        row = self._session.scalar(select(ProgrammeRow).where(ProgrammeRow.slug == slug))
        return None if row is None else self._ref(row)

    def all(self) -> list[ProgrammeRef]:
        """Every programme of this installation, in the order they came."""
        return [self._ref(row) for row in self._session.scalars(select(ProgrammeRow).order_by(ProgrammeRow.id))]

    def _ref(self, row: ProgrammeRow) -> ProgrammeRef:
        newest = self._newest_rules(row.id)
        if newest is None:
            raise LookupError(f"programme {row.slug} has no rules")
        return ProgrammeRef(row.id, row.slug, ProgrammeRules.model_validate_json(newest.content), newest.version)

    # -- registries ---------------------------------------------------------------------------------------------

    def put_partners(self, programme_id: int, partners: Sequence[Partner]) -> Changes:
        return self._replace(PartnerRow, "nip", programme_id, partners, lambda partner: partner.nip)

    def put_products(self, programme_id: int, products: Sequence[Product]) -> Changes:
        return self._replace(ProductRow, "sku", programme_id, products, lambda product: product.sku)

    def put_participants(self, programme_id: int, participants: Sequence[Participant]) -> Changes:
        return self._replace(
            ParticipantRow, "participant_id", programme_id, participants, lambda person: person.participant_id
        )

    def partners(self, programme_id: int) -> list[Partner]:
        """By NIP."""
        return self._read(PartnerRow, PartnerRow.nip, programme_id, Partner)

    def products(self, programme_id: int) -> list[Product]:
        """In the organiser's order."""
        return self._read(ProductRow, ProductRow.position, programme_id, Product)

    def participants(self, programme_id: int) -> list[Participant]:
        """By id."""
        return self._read(ParticipantRow, ParticipantRow.participant_id, programme_id, Participant)

    def _replace(
        self, table: Any, key_column: str, programme_id: int, values: Sequence[V], key_of: Callable[[V], str]
    ) -> Changes:
        query = select(table).where(table.programme_id == programme_id)
        stored = {getattr(row, key_column): row for row in self._session.scalars(query)}
        added, changed = [], []
        for position, value in enumerate(values):
            key, content = key_of(value), value.model_dump_json()
            row = stored.pop(key, None)
            if row is None:
                row = table(programme_id=programme_id, content=content, current=True, **{key_column: key})
                self._session.add(row)
                added.append(key)
            elif row.content != content or not row.current:
                row.content, row.current = content, True
                changed.append(key)
            if table is ProductRow and row.position != position:
                row.position = position
        removed = [key for key, row in stored.items() if row.current]
        for key in removed:
            stored[key].current = False
        self._session.flush()
        return Changes(tuple(sorted(added)), tuple(sorted(changed)), tuple(sorted(removed)))

    def _read(self, table: Any, order: Any, programme_id: int, kind: type[V]) -> list[V]:
        query = select(table).where(table.programme_id == programme_id, table.current).order_by(order)
        return [kind.model_validate_json(row.content) for row in self._session.scalars(query)]

    # -- declarations -------------------------------------------------------------------------------------------

    def put_declarations(self, programme_id: int, declarations: Sequence[Declaration]) -> Changes:
        """Make these the claims the organiser's tables tell: a changed one gets a new version, an absent one is
        withdrawn. Claims of another origin are left alone."""
        rows = self._current_declarations(programme_id)
        current = {row.declaration_id: row for row in rows if row.origin == Origin.INTAKE}
        documents = self._document_names(programme_id)
        added, changed = [], []
        for value in declarations:
            row = current.pop(value.declaration_id, None)
            if row is not None and declaration_of(row, documents.get(row.id, ())) == value:
                continue
            if row is not None:
                row.current = False
                changed.append(value.declaration_id)
            else:
                added.append(value.declaration_id)
            add_declaration(self._session, programme_id, value)
        for row in current.values():
            row.current = False
        self._session.flush()
        return Changes(tuple(sorted(added)), tuple(sorted(changed)), tuple(sorted(current)))

    def declarations(self, programme_id: int) -> list[StoredDeclaration]:
        """The claims that count, in the order of declaration_id (the order in which they compete for an invoice)."""
        documents = self._document_names(programme_id)
        rows = sorted(self._current_declarations(programme_id), key=lambda row: row.declaration_id)
        return [
            StoredDeclaration(declaration_of(row, documents.get(row.id, ())), row.version, Origin(row.origin))
            for row in rows
        ]

    def origins(self, programme_id: int) -> dict[str, Origin]:
        """Through which door each claim that was ever made came."""
        query = select(DeclarationRow.declaration_id, DeclarationRow.origin).where(
            DeclarationRow.programme_id == programme_id
        )
        return {key: Origin(origin) for key, origin in self._session.execute(query.order_by(DeclarationRow.id))}

    def _current_declarations(self, programme_id: int) -> list[DeclarationRow]:
        query = select(DeclarationRow).where(DeclarationRow.programme_id == programme_id, DeclarationRow.current)
        return list(self._session.scalars(query))

    def _document_names(self, programme_id: int) -> dict[int, tuple[str, ...]]:
        query = (
            select(DeclarationDocumentRow.declaration_row_id, DeclarationDocumentRow.name)
            .join(DeclarationRow, DeclarationRow.id == DeclarationDocumentRow.declaration_row_id)
            .where(DeclarationRow.programme_id == programme_id, DeclarationRow.current)
            .order_by(DeclarationDocumentRow.declaration_row_id, DeclarationDocumentRow.position)
        )
        names: dict[int, tuple[str, ...]] = {}
        for row_id, name in self._session.execute(query):
            names[row_id] = (*names.get(row_id, ()), name)
        return names


def add_declaration(session: Session, programme_id: int, value: Declaration, origin: Origin = Origin.INTAKE) -> int:
    """Add a claim's next version with the names of its documents; which version. The one before stays as it is."""
    own = (DeclarationRow.programme_id == programme_id, DeclarationRow.declaration_id == value.declaration_id)
    row = DeclarationRow(
        programme_id=programme_id,
        version=(session.scalar(select(func.max(DeclarationRow.version)).where(*own)) or 0) + 1,
        invoice_numbers=json.dumps(value.invoice_numbers, ensure_ascii=False),
        origin=origin,
        **value.model_dump(exclude={"invoice_numbers", "documents"}),
    )
    session.add(row)
    session.flush()
    session.add_all(
        DeclarationDocumentRow(declaration_row_id=row.id, position=position, name=name)
        for position, name in enumerate(value.documents)
    )
    return row.version


def declaration_of(row: DeclarationRow, documents: Iterable[str]) -> Declaration:
    """The row, with the names of its documents in order, as a value."""
    return Declaration(
        declaration_id=row.declaration_id,
        participant_id=row.participant_id,
        year=row.year,
        seller_nip=row.seller_nip,
        invoice_numbers=tuple(json.loads(row.invoice_numbers)),
        invoice_date=row.invoice_date,
        seed_units=row.seed_units,
        documents=tuple(documents),
    )
