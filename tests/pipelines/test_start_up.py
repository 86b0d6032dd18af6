"""What is not loaded: a KSeF document needs no picture libraries, reading files no database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.pipelines.build import invoice_xml

_ROOT = Path(__file__).resolve().parents[2]
_LOADED = "import sys; print(*sorted(sys.modules), sep='\\n')"


def test_a_ksef_document_loads_no_picture_libraries(tmp_path: Path) -> None:
    document = tmp_path / "invoice.xml"
    document.write_bytes(invoice_xml("FV 1/2025", "40"))
    loaded = _loaded(
        "from pathlib import Path; from extractors.reading import read_document; "
        f"assert read_document(Path({str(document)!r}).read_bytes()).invoice.lines"
    )
    assert not loaded & {"cv2", "numpy", "spacy", "rapidocr", "onnxruntime", "pypdfium2", "pdfplumber", "zxingcpp"}


def test_reading_files_loads_no_database() -> None:
    loaded = _loaded("import cli, pipelines.extraction, pipelines.outputs, pipelines.tables")
    assert not loaded & {"sqlalchemy", "alembic", "minio", "cv2", "numpy", "spacy", "rapidocr", "streamlit", "prefect"}


def _loaded(work: str) -> set[str]:
    """The modules a new process has after `work`."""
    done = subprocess.run(
        [sys.executable, "-c", f"{work}; {_LOADED}"], cwd=_ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    return set(done.stdout.split())
