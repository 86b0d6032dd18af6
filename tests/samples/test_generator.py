"""The generator makes what it says: the same for a seed, whole, with truth that fits the files."""

from __future__ import annotations

import csv
import hashlib
import json
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from programme.identifiers import ksef_crc, parse_ksef_link, parse_ksef_number, parse_nip
from programme.verdicts import Code
from samples import SCENARIOS, SHIPPED, SampleSize, generate
from samples.ksef_xml import crc8
from samples.layouts import LAYOUTS
from samples.wording import amount, in_words

_SMALL = (
    "genuine_pdf",
    "genuine_xml_pdf",
    "genuine_scan",
    "genuine_photo",
    "encrypted_pdf",
    "ksef_xml_edited",
    "ksef_wrong_crc",
)


def _digests(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An intake with every scenario once."""
    folder = tmp_path_factory.mktemp("samples") / "all"
    generate(folder, 5, SampleSize(scenarios=tuple(SCENARIOS)))
    return folder


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    generate(tmp_path / "a", 3, SampleSize(scenarios=_SMALL))
    generate(tmp_path / "b", 3, SampleSize(scenarios=_SMALL))
    generate(tmp_path / "c", 4, SampleSize(scenarios=_SMALL))
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b")
    assert _digests(tmp_path / "a") != _digests(tmp_path / "c")


def test_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(FileExistsError):
        generate(tmp_path, 1)


def test_tables_and_truth_fit_together(everything: Path) -> None:
    claims = _table(everything, "declarations.csv")
    expected = {row["declaration_id"]: row for row in _lines(everything / "decisions.jsonl")}
    truth = {row["file"]: row for row in _lines(everything / "truth.jsonl")}
    people = {row["participant_id"] for row in _table(everything, "participants.csv")}
    assert set(expected) == {claim["declaration_id"] for claim in claims}
    assert set(truth) == {path.name for path in (everything / "documents").iterdir()}
    for claim in claims:
        assert claim["participant_id"] in people
        expectation = expected[claim["declaration_id"]]
        missing = [name for name in claim["documents"].split("|") if name not in truth]
        assert bool(missing) == (expectation["scenario"] == "missing_document")
        if expectation["expect"] == "confirm":
            assert expectation["verified_units"] == claim["seed_units"]
    programme = tomllib.loads((everything / "programme.toml").read_text(encoding="utf-8"))
    assert programme["eligible_crop"] == "hybrid_rye"


def test_every_code_is_expected_somewhere(everything: Path) -> None:
    rows = _lines(everything / "decisions.jsonl")
    named = {code for row in rows for code in row["codes"] + row["codes_any"]}
    assert named == {code.value for code in Code}
    assert Counter(row["expect"] for row in rows)["confirm"] >= 18


def test_every_channel_and_layout_is_used(everything: Path, tmp_path: Path) -> None:
    assert {row["channel"] for row in _lines(everything / "truth.jsonl")} == {"xml", "pdf_text", "scan", "photo"}
    truth = generate(tmp_path / "pdfs", 1, SampleSize(scenarios=("genuine_pdf",) * 40))
    assert {row["layout"] for row in truth.documents} == set(LAYOUTS)


def test_sums_of_the_truth_hold(everything: Path) -> None:
    broken = 0
    for document in _lines(everything / "truth.jsonl"):
        if document["document_type"] != "invoice":
            continue
        net = sum((Decimal(line["net"]) for line in document["lines"]), Decimal(0))
        assert net == Decimal(document["totals"]["net"])
        assert net + Decimal(document["totals"]["vat"]) == Decimal(document["totals"]["gross"])
        for line in document["lines"]:
            product = Decimal(line["quantity"]) * Decimal(line["unit_net_price"])
            broken += abs(product - Decimal(line["net"])) > Decimal("0.005")
    assert broken == 1  # sums_broken, and nothing else


def test_identifiers_hold(everything: Path) -> None:
    for row in _table(everything, "partners.csv"):
        assert parse_nip(row["nip"]) == row["nip"]
    for row in _table(everything, "participants.csv"):
        assert not row["nip"] or parse_nip(row["nip"]) == row["nip"]
    for document in _lines(everything / "truth.jsonl"):
        if document["ksef_number"] and document["layout"] == "ksef_visual":
            number = document["ksef_number"]
            assert (parse_ksef_number(number) is None) == (number[-2:] != ksef_crc(number[:-3]))


def test_crc_is_the_ministrys() -> None:
    assert crc8("5265877635-20250826-0100001AF629") == "AF"
    assert crc8("5555555555-20250828-010080615740") == "E4"


def test_pdfs_say_what_the_truth_says(everything: Path) -> None:
    import pypdfium2

    for document in _lines(everything / "truth.jsonl"):
        if document["channel"] != "pdf_text" or document["document_type"] != "invoice":
            continue
        pdf = pypdfium2.PdfDocument(str(everything / "documents" / document["file"]))
        text = " ".join(page.get_textpage().get_text_range() for page in pdf)
        assert document["invoice_number"] in text
        gross = amount(Decimal(document["totals"]["gross"]))
        assert gross in text.replace("\r\n", " "), document["file"]


def test_xml_is_well_formed_and_names_its_schema(everything: Path) -> None:
    from defusedxml.ElementTree import parse

    for path in (everything / "documents").glob("*.xml"):
        root = parse(path).getroot()
        assert root.tag.endswith("}Faktura")
        assert root.tag.startswith("{http://crd.gov.pl/wzor/")


def test_qr_of_the_printout_is_the_hash_of_the_xml(tmp_path: Path) -> None:
    import pypdfium2
    import zxingcpp

    same = []
    for scenario in ("genuine_xml_pdf", "ksef_xml_edited"):
        generate(tmp_path / scenario, 2, SampleSize(scenarios=(scenario,)))
        documents = tmp_path / scenario / "documents"
        xml, pdf = next(documents.glob("*.xml")), next(documents.glob("*.pdf"))
        codes = zxingcpp.read_barcodes(pypdfium2.PdfDocument(str(pdf))[0].render(scale=2).to_numpy())
        link = parse_ksef_link(codes[0].text)
        assert link is not None
        same.append(link.sha256 == hashlib.sha256(xml.read_bytes()).hexdigest())
    assert same == [True, False]


def test_falsified_pdfs_show_one_thing_and_say_another(tmp_path: Path) -> None:
    import pypdfium2

    texts = {}
    for scenario in ("tamper_overlay", "tamper_hidden_text"):
        generate(tmp_path / scenario, 2, SampleSize(scenarios=(scenario,)))
        (path,) = (tmp_path / scenario / "documents").iterdir()
        texts[scenario] = pypdfium2.PdfDocument(str(path))[0].get_textpage().get_text_range()
    assert "84,000" in texts["tamper_overlay"] and "24,000" in texts["tamper_overlay"]
    assert "84,000" in texts["tamper_hidden_text"] and "24,000" not in texts["tamper_hidden_text"]


def test_amounts_in_words() -> None:
    assert in_words(Decimal("1.00")) == "jeden zł 00/100"
    assert in_words(Decimal("2022.15")) == "dwa tysiące dwadzieścia dwa zł 15/100"
    assert in_words(Decimal("114512.07")) == "sto czternaście tysięcy pięćset dwanaście zł 07/100"
    assert amount(Decimal("1234567.8")) == "1 234 567,80"


def test_the_shipped_intake_is_whole_and_small() -> None:
    folder = Path(__file__).parents[2] / "samples" / "intake"
    expected = _lines(folder / "decisions.jsonl")
    assert {row["scenario"] for row in expected} - {"duplicate_original"} == set(SHIPPED)
    assert {row["file"] for row in _lines(folder / "truth.jsonl")} == {
        path.name for path in (folder / "documents").iterdir()
    }
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 4_000_000
