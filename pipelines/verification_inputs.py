"""What a verification sees: claims with their readings, registries, what persons decided; now, or as it was then."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matchers import verify_claims
from matchers.claims import Claim, ClaimDocument, Registry
from pipelines.texts import say
from programme.invoices import Invoice
from programme.registry import Declaration, Participant, Partner, Product
from programme.rules import ProgrammeRules
from programme.thresholds import DEFAULT_THRESHOLDS, Thresholds
from programme.verdicts import Verdict
from storage import UnitOfWork
from storage.programmes import ProgrammeRef
from storage.tables import Origin


@dataclass(frozen=True)
class VerificationInputs:
    """Everything the verdicts of a programme follow from. `versions` are the declarations' by key.

    `loose` are documents no claim names; `rejected` and `upheld` claims a person refused and confirmed.
    """

    claims: Sequence[Claim]
    versions: Mapping[str, int]
    registry: Registry
    rules: ProgrammeRules
    rules_version: int
    reader_version: str
    thresholds: Thresholds = DEFAULT_THRESHOLDS
    loose: Sequence[ClaimDocument] = ()
    rejected: frozenset[str] = frozenset()
    upheld: frozenset[str] = frozenset()
    # What could not be brought back as it was, in words; empty for the present.
    losses: tuple[str, ...] = field(default=())

    def decide(self) -> list[Verdict]:
        """The verdicts these inputs give, by the rules as the program has them now."""
        return verify_claims(
            self.claims,
            self.registry,
            self.rules,
            self.thresholds,
            loose=self.loose,
            rejected=self.rejected,
            upheld=self.upheld,
        )


def present_inputs(work: UnitOfWork, programme: ProgrammeRef, version: str) -> VerificationInputs:
    """The programme as it stands, read by `version` of the reader."""
    uploads = work.documents.uploads(programme.id)
    readings = work.documents.extractions(uploads.values(), version)
    invoices = {sha256: extraction.invoice for sha256, extraction in readings.items()}
    stored = work.programmes.declarations(programme.id)
    claims = [
        Claim(item.declaration, _documents(item.declaration, uploads, invoices), turn_of(item.origin))
        for item in stored
    ]
    named = {unicodedata.normalize("NFC", name) for item in stored for name in item.declaration.documents}
    loose = tuple(
        ClaimDocument(name, sha256, invoices.get(sha256))
        for name, sha256 in uploads.items()
        if unicodedata.normalize("NFC", name) not in named
    )
    registry = Registry(
        tuple(work.programmes.partners(programme.id)),
        tuple(work.programmes.products(programme.id)),
        tuple(work.programmes.participants(programme.id)),
    )
    return VerificationInputs(
        claims,
        {item.declaration.declaration_id: item.version for item in stored},
        registry,
        programme.rules,
        programme.rules_version,
        version,
        loose=loose,
        rejected=frozenset(work.reviews.rejected(programme.id)),
        upheld=frozenset(work.reviews.confirmed(programme.id)),
    )


def _documents(
    declaration: Declaration, uploads: Mapping[str, str], invoices: Mapping[str, Invoice]
) -> tuple[ClaimDocument, ...]:
    found = []
    for name in declaration.documents:
        sha256 = find_upload(name, uploads)
        found.append(ClaimDocument(name, sha256, invoices.get(sha256) if sha256 else None))
    return tuple(found)


def find_upload(name: str, uploads: Mapping[str, str]) -> str | None:
    """The SHA-256 of the upload called `name`; accents may be composed or not (macOS splits them), or None."""
    if name in uploads:
        return uploads[name]
    wanted = unicodedata.normalize("NFC", name)
    matching = {sha256 for known, sha256 in uploads.items() if unicodedata.normalize("NFC", known) == wanted}
    return matching.pop() if len(matching) == 1 else None


def claim_hash(declaration: Declaration, documents: Mapping[str, str | None], shared: str = "") -> str:
    """A hash of a claim as declared and sent (`documents`: name to SHA-256, None where not uploaded), with `shared`."""
    # The bytes and the reader's version (kept beside this hash) say what was read: every upload of a decided claim was.
    sent = [[name, sha256, sha256 is not None] for name, sha256 in documents.items()]
    return digest([declaration.model_dump_json(), sent, shared])


def as_record(inputs: VerificationInputs) -> dict[str, Any]:
    """The inputs as JSON values to be kept: lists in full, claims and persons by key, version and hash.

    No names of files: people write their own names into them, and what is kept here cannot be erased.
    """
    return {
        "rules_version": inputs.rules_version,
        "reader_version": inputs.reader_version,
        "thresholds": inputs.thresholds.model_dump(mode="json"),
        "partners": [partner.model_dump(mode="json") for partner in inputs.registry.partners],
        "products": [product.model_dump(mode="json") for product in inputs.registry.products],
        "participants": {person.participant_id: digest_of(person) for person in inputs.registry.participants},
        "claims": [
            [
                claim.declaration.declaration_id,
                inputs.versions[claim.declaration.declaration_id],
                [_document_record(document) for document in claim.documents],
                claim.turn,
            ]
            for claim in inputs.claims
        ],
        "loose": [_document_record(document) for document in inputs.loose],
        "rejected": sorted(inputs.rejected),
        "upheld": sorted(inputs.upheld),
    }


def _document_record(document: ClaimDocument) -> list[Any]:
    return [document.sha256, document.invoice is not None]


def turn_of(origin: Origin) -> int:
    """A claim made on the participant's pages never takes an invoice from one the organiser's tables list."""
    return 1 if origin is Origin.PARTICIPANT else 0


def recorded_inputs(work: UnitOfWork, programme: ProgrammeRef, record: Mapping[str, Any]) -> VerificationInputs:
    """The inputs as they stood when `record` was kept; `losses` tells what has been changed or erased since."""
    losses: list[str] = []
    version = str(record["reader_version"])
    declarations = work.inputs.declarations(programme.id)
    hashes = {item[0] for entry in record["claims"] for item in entry[2] if item[0]}
    hashes |= {item[0] for item in record["loose"] if item[0]}
    readings = work.documents.extractions(hashes, version)
    invoices = {sha256: extraction.invoice for sha256, extraction in readings.items()}

    def document(name: str, item: Sequence[Any]) -> ClaimDocument:
        sha256, read = item
        if read and sha256 not in invoices:
            losses.append(say("loss_reading", document=name))
        return ClaimDocument(name, sha256, invoices.get(sha256) if read else None)

    claims = []
    for key, number, documents, turn in record["claims"]:
        declaration = declarations.get((key, number))
        if declaration is None:
            losses.append(say("loss_claim", id=key, version=number))
        else:
            pairs = zip(declaration.documents, documents, strict=False)
            read = tuple(document(name, item) for name, item in pairs)
            claims.append(Claim(declaration, read, turn))
    names = {sha256: name for name, sha256 in work.documents.uploads(programme.id).items()}
    people = _people(work, programme, record["participants"], losses)
    rules = work.inputs.rules(programme.id, int(record["rules_version"]))
    if rules is None:
        losses.append(say("loss_rules"))
    return VerificationInputs(
        claims,
        {key: number for key, number, *_ in record["claims"]},
        Registry(
            tuple(Partner.model_validate(item) for item in record["partners"]),
            tuple(Product.model_validate(item) for item in record["products"]),
            people,
        ),
        rules or programme.rules,
        int(record["rules_version"]),
        version,
        Thresholds.model_validate(record["thresholds"]),
        tuple(document(names.get(item[0], item[0]), item) for item in record["loose"]),
        frozenset(record["rejected"]),
        frozenset(record["upheld"]),
        tuple(dict.fromkeys(losses)),
    )


def _people(
    work: UnitOfWork, programme: ProgrammeRef, digests: Mapping[str, str], losses: list[str]
) -> tuple[Participant, ...]:
    """Participants are personal data and kept once: as they are now, and a loss where that is not as they were."""
    people = [person for person in work.programmes.participants(programme.id) if person.participant_id in digests]
    changed = [p.participant_id for p in people if digest_of(p) != digests[p.participant_id]]
    gone = sorted(digests.keys() - {person.participant_id for person in people})
    losses += [say("loss_person_changed", id=key) for key in changed]
    losses += [say("loss_person_gone", id=key) for key in gone]
    return tuple(people)


def digest_of(value: Participant) -> str:
    return digest(value.model_dump_json())


def digest(value: object) -> str:
    """SHA-256 of a JSON value."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
