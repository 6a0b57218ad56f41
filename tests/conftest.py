"""Of all tests: how long an example takes is no finding, a machine may be busy."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "busy machine", parent=settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy machine")
