"""Speed and memory of the decision core.

    python -m benchmarks.core [--orders 100000] [--memory] [STORY.json ...]

Counts the time of this process alone. Prints how many stories a second one process tells; the cold start of a
casebook from two months of readings, with every notice in between told again (garbage collection paused, as the server
does while it starts; benchmarks/server.py says when a cold server knows what is due next); the cost of one more
observation (p50, p99); and the memory that an order takes.
"""

import argparse
import gc
import json
import statistics
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from server.rules import Buyer, Casebook, Observation, Rules
from server.rules_toml import load_rules
from server.verbs.simulate import notices_of

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
STORIES = Path(__file__).parent.parent / "tests/server/rules/stories"


def ledger(orders: int) -> Iterator[Observation]:
    """Open orders of two months: an order page and a tracking answer each, a dispute for one in twenty."""
    for number in range(orders):
        at = START + timedelta(seconds=number * 50)
        day = at.date()
        order_id, parcel = f"9{number:015d}", f"LP9{number:013d}"
        end = (day + timedelta(days=60 + number % 30)).isoformat()
        order = {
            "order_id": order_id,
            "status": "shipped",
            "paid_on": (day - timedelta(days=3)).isoformat(),
            "shipped_on": day.isoformat(),
            "parcels": [parcel],
            "dates": [{"kind": "protection_end", "on": end}, {"kind": "estimated_delivery", "on": end}],
        }
        yield Observation(at, "order", order)
        scan = {
            "local_time": f"{day.isoformat()}T10:00",
            "status": "accepted",
            "text": "Accepted",
            "place": "Yiwu, CN",
        }
        tracking = {"source": "cainiao", "outcome": "ok", "number": parcel, "events": [scan]}
        yield Observation(at, "tracking", tracking)
        if number % 20 == 0:
            dispute = {
                "dispute_id": f"d{number}",
                "order_id": order_id,
                "state": "waiting_for_seller",
                "opened_at": at.isoformat(),
            }
            yield Observation(at, "dispute", dispute)


def stories_a_second(paths: list[Path]) -> float:
    stories = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    rules = load_rules()
    began, told = time.process_time(), 0
    while time.process_time() - began < 3:
        for story in stories:
            list(notices_of(story, rules))
        told += len(stories)
    return told / (time.process_time() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--memory", action="store_true", help="measure memory too (slow)")
    parser.add_argument("stories", nargs="*", type=Path)
    options = parser.parse_args()
    paths = options.stories or sorted(STORIES.glob("*.json"))
    print(f"stories a second: {stories_a_second(paths):.0f} ({len(paths)} stories)")

    observations = list(ledger(options.orders))
    gc.collect()
    if options.memory:
        tracemalloc.start()
    book = Casebook(Buyer(ZoneInfo("Europe/Berlin"), "EU", "DE", "Berlin", "card"), Rules())
    gc.disable()
    began = time.process_time()
    for at, same in grouped(observations):
        book.read(at, same)
    print(
        f"cold start, {options.orders} orders: {time.process_time() - began:.1f} s, next due {book.next_due()}"
    )
    gc.enable()
    gc.freeze()
    if options.memory:
        print(f"memory an order: {tracemalloc.get_traced_memory()[0] / options.orders:.0f} bytes")
        tracemalloc.stop()
    at = max(observation.at for observation in observations)
    spent = []
    for number in range(2000):
        at += timedelta(seconds=1)
        order_id = f"9{number * 7 % options.orders:015d}"
        again = Observation(at, "order", {"order_id": order_id, "status": "shipped"})
        began = time.process_time()
        book.read(at, [again])
        spent.append((time.process_time() - began) * 1000)
    print(
        f"one observation: p50 {statistics.median(spent):.3f} ms, p99 {statistics.quantiles(spent, n=100)[98]:.3f} ms"
    )


def grouped(observations: list[Observation]) -> Iterator[tuple[datetime, list[Observation]]]:
    same: list[Observation] = []
    for observation in observations:
        if same and same[0].at != observation.at:
            yield same[0].at, same
            same = []
        same.append(observation)
    if same:
        yield same[0].at, same


if __name__ == "__main__":
    main()
