"""Sample intakes: invented sellers, farmers and invoices in every form they are uploaded in, with the truth.

For tests, measurements and `klos demo`; the rest of the project does not import it.
"""

from pathlib import Path

from samples.model import Truth
from samples.writer import SCENARIOS, SHIPPED, SampleSize, generate

__all__ = ["SCENARIOS", "SHIPPED", "SampleSize", "Truth", "generate", "sample_intake"]


def sample_intake(into: Path) -> Path:
    """Copies the intake that ships with the project to `into`, so that its documents lie beside the results."""
    import shutil

    return Path(shutil.copytree(Path(__file__).parent / "intake", into, dirs_exist_ok=True))
