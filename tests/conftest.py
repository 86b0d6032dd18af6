"""How properties are searched: in CI always by the same examples, so that a run says something of the change it tests;
at a desk by others each time, which find what nobody thought of."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
