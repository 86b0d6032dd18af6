"""Sample intakes: invented sellers, farmers and invoices in every form they are uploaded in, with the truth.

For tests, measurements and `klos demo`; the rest of the project does not import it.
"""

from samples.model import Truth
from samples.writer import SCENARIOS, SHIPPED, SampleSize, generate

__all__ = ["SCENARIOS", "SHIPPED", "SampleSize", "Truth", "generate"]
