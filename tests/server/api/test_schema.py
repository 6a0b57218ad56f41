"""The published schema is the server's own, names every route, and the server keeps to it.

ORDERWARDEN_SCHEMA says how many requests a route are made of it.
"""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from server.api.pace import PACE
from server.api.schema import ROUTES, openapi
from server.running import Running
from tests.server.conftest import Client, bought

PUBLISHED = Path(__file__).parents[3] / "docs/openapi.json"
COUNT = int(os.environ.get("ORDERWARDEN_SCHEMA", "12"))
HEADERS = {"X-Orderwarden-Protocol": "1", "Content-Type": "application/json"}


def test_the_published_schema_is_the_servers_own() -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(openapi())), (
        "run: python -m server.api.schema > docs/openapi.json"
    )


async def test_every_route_is_published(running: Running) -> None:
    served = {
        (route.method.lower(), route.resource.canonical)
        for route in running.app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    apart = {("get", "/api/v1/ws"), ("get", "/calendar/{secret}.ics")}
    assert {(method, path) for method, path, _, _ in ROUTES} == {
        (method, path) for method, path in served - apart if not path.startswith("/control/")
    }


async def test_the_server_keeps_to_its_schema(running: Running, client: Client) -> None:
    running.app[PACE].a_minute = 10**9
    running.watch._scheduler.shutdown(wait=False)
    await client.detail(bought(5))

    def try_all() -> int:
        import schemathesis
        from schemathesis import checks
        from schemathesis.specs.openapi import checks as more

        schema = schemathesis.openapi.from_dict(openapi())
        schema.config.update(base_url=running.url)
        kept = [
            checks.not_a_server_error,
            more.status_code_conformance,
            more.content_type_conformance,
            more.response_schema_conformance,
        ]

        tried = 0
        for found in schema.get_all_operations():
            operation = found.ok()

            @settings(
                max_examples=COUNT,
                database=None,
                suppress_health_check=list(HealthCheck),
                derandomize=COUNT == 12,
            )
            @given(case=operation.as_strategy())
            def keeps(case: Any) -> None:
                nonlocal tried
                tried += 1
                answer = case.call(headers=HEADERS | {"Authorization": f"Bearer {client.token}"})
                case.validate_response(answer, checks=kept)

            keeps()
        return tried

    assert await asyncio.to_thread(try_all) > len(ROUTES)
