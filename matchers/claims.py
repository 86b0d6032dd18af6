"""What the matchers are given: claims with their documents as read, and the organiser's registries."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from programme.invoices import Invoice
from programme.registry import Declaration, Participant, Partner, Product


@dataclass(frozen=True, slots=True)
class ClaimDocument:
    """One named document of a claim. `sha256` (hex) None: not among the uploads. `invoice` None: could not be read.

    `part` counts the documents of a file that holds several, from 1; 0 where the file is one document.
    """

    name: str
    sha256: str | None
    invoice: Invoice | None
    part: int = 0

    @property
    def content_key(self) -> str | None:
        """The same for the same bytes, wherever they were sent."""
        return f"{self.sha256}:{self.part}" if self.sha256 and self.part else self.sha256


@dataclass(frozen=True, slots=True)
class Claim:
    """A declaration with its documents, in the order declared.

    Claims of a lower `turn` count before those of a higher, within one by id: ids given by two doors tell nothing
    of which came first.
    """

    declaration: Declaration
    documents: tuple[ClaimDocument, ...]
    turn: int = 0


@dataclass(frozen=True)
class Registry:
    """The closed lists a claim is checked against."""

    partners: tuple[Partner, ...] = field(default=())
    products: tuple[Product, ...] = field(default=())
    participants: tuple[Participant, ...] = field(default=())

    @cached_property
    def partners_by_nip(self) -> dict[str, Partner]:
        return {partner.nip: partner for partner in self.partners}

    @cached_property
    def participants_by_id(self) -> dict[str, Participant]:
        return {participant.participant_id: participant for participant in self.participants}
