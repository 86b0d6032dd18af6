"""A KSeF XML document opened safely: which structure it is, and its elements by name.

Only lxml with everything hostile switched off touches the bytes: no DOCTYPE, no entities, no network, no huge trees.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.files.opening import DEFAULT_LIMITS, Limits
from programme.errors import Unavailable, UnreadableDocument
from programme.invoices import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

# Namespaces published by the Ministry of Finance (Centralne Repozytorium Wzorów Dokumentów).
STRUCTURES = {
    "http://crd.gov.pl/wzor/2021/11/29/11089/": "FA(1)",
    "http://crd.gov.pl/wzor/2023/06/29/12648/": "FA(2)",
    "http://crd.gov.pl/wzor/2025/06/25/13775/": "FA(3)",
    "http://crd.gov.pl/wzor/2026/03/06/14189/": "FA_RR(1)",
}
_ANY_STRUCTURE = "http://crd.gov.pl/wzor/"
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w.\-]+)[\"']")
# Encodings whose ASCII characters are plain bytes (or UTF-16), so that the search for a DOCTYPE below sees it.
_ENCODINGS = {"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "iso-8859-2", "windows-1250", "cp1250"}
_REMEDY = "Send the XML exactly as downloaded from KSeF, or the invoice as PDF."


@dataclass(slots=True)
class KsefDocument:
    """The tree of one KSeF XML. `structure` is "FA(3)", "FA(2)", ... or the namespace where it is not a known one."""

    root: _Element
    namespace: str
    structure: str
    problems: list[Problem] = field(default_factory=list)

    def all(self, path: str, start: _Element | None = None) -> list[_Element]:
        """Elements at "Fa/FaWiersz" below `start` (the root by default), in the document's own namespace only."""
        steps = "/".join(f"{{{self.namespace}}}{step}" for step in path.split("/"))
        found: list[_Element] = (self.root if start is None else start).findall(steps)
        return found

    def one(self, path: str, start: _Element | None = None) -> str | None:
        """The text at `path`, None where absent or empty; or, and a problem is noted, given twice
        with different values or in pieces."""
        elements = self.all(path, start)
        texts = {text for element in elements if (text := (element.text or "").strip())}
        if len(texts) > 1 or (texts and any(len(element) for element in elements)):
            self.problems.append(Problem(code="ambiguous_element", message=f"{path} occurs more than once"))
            return None
        return texts.pop() if texts else None

    def number(self, path: str, start: _Element | None = None) -> Decimal | None:
        """The decimal at `path` (XML decimals have a point), None where absent; a malformed one is a problem."""
        text = self.one(path, start)
        if text is None:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value.adjusted()) > 30:
            self.problems.append(Problem(code="malformed_number", message=f"{path} is no number: {text[:40]}"))
            return None
        return value

    def containers(self) -> Iterator[tuple[str, list[str]]]:
        """Every element that holds values, in document order, as (its name, its values); for the readable text."""
        for element in self.root.iter(f"{{{self.namespace}}}*", "{*}*"):
            values = [" ".join(child.text.split()) for child in element if len(child) == 0 and child.text]
            if any(values):
                yield local_name(element), [value for value in values if value]


def local_name(element: _Element) -> str:
    """An element's name without namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def open_ksef(data: bytes, limits: Limits = DEFAULT_LIMITS) -> KsefDocument:
    """The document in `data`. Raises UnreadableDocument: xml_too_large, xml_doctype, xml_broken, not_ksef_xml."""
    from lxml import etree

    if len(data) > limits.max_xml_bytes:
        raise UnreadableDocument(
            "xml_too_large", f"The XML has {len(data)} bytes; KSeF accepts at most {limits.max_xml_bytes}.", _REMEDY
        )
    _refuse_declarations(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise UnreadableDocument("xml_broken", f"The XML is damaged: {error}.", _REMEDY) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocument("xml_doctype", "The XML carries a DOCTYPE, which no KSeF invoice has.", _REMEDY)
    namespace = etree.QName(root).namespace or ""
    if etree.QName(root).localname != "Faktura" or not namespace.startswith(_ANY_STRUCTURE):
        raise UnreadableDocument("not_ksef_xml", "The XML is no KSeF invoice (no FA structure).", _REMEDY)
    return KsefDocument(root, namespace, STRUCTURES.get(namespace, namespace))


def _refuse_declarations(data: bytes) -> None:
    """Refuse before parsing whatever could declare an entity, and encodings that could hide a declaration."""
    declared = _ENCODING.search(data[:200].replace(b"\0", b""))
    if declared and declared[1].decode("ascii", "replace").lower() not in _ENCODINGS:
        raise UnreadableDocument("xml_broken", "The XML declares an encoding KSeF does not use.", _REMEDY)
    plain = data.replace(b"\0", b"")  # UTF-16
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UnreadableDocument("xml_doctype", "The XML carries a DOCTYPE, which no KSeF invoice has.", _REMEDY)


def schema_problem(document: KsefDocument) -> Problem | None:
    """What FA(3)'s schema says against the document; None where it is valid or the structure has no schema here.

    KSeF accepts only what is valid, so an invalid file never went through KSeF as it stands.
    """
    if document.structure != "FA(3)":
        return None
    schema = _fa3_schema()
    if schema.validate(document.root):
        return None
    error = schema.error_log.last_error
    return Problem(code="schema_invalid", message=f"line {error.line}: {error.message[:300]}")


@cache
def _fa3_schema() -> Any:
    """The Ministry's schema with its parts, as ksef-client ships it; that package itself (a second's import) is not
    loaded. Parts named by address are taken from the same folder, nothing from the network."""
    from lxml import etree

    found = importlib.util.find_spec("ksef_client")
    if found is None or not found.submodule_search_locations:
        raise Unavailable("The package ksef-client is missing.", "Run `make setup`.")
    folder = Path(found.submodule_search_locations[0]) / "documents" / "fa3" / "schemas"

    class Local(etree.Resolver):  # type: ignore[misc]
        def resolve(self, system_url: str, public_id: str, context: Any) -> Any:
            return self.resolve_filename(str(folder / system_url.rsplit("/", 1)[-1]), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(str(folder / "schemat_FA(3)_v1-0E.xsd"), parser))
