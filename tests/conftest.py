"""Of all tests: how long an example takes is no finding, a machine may be busy.

Examples are the same in each run, so that a change is judged by what it changed. ORDERWARDEN_EXPLORE=1 draws new ones.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "busy machine",
    parent=settings.default,
    deadline=None,
    derandomize="ORDERWARDEN_EXPLORE" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("busy machine")
