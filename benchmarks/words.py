"""Statuses by wording alone, every carrier held out: macro-F1, confusion, false delivered, missed customs and returns.

    python -m benchmarks.words FILE.csv    (event_text, event_code, carrier, language, normalised_status)

The wording rules know no carrier, so each text is judged as if its carrier had never been seen. A second table shows
what code tables and exact texts add. Speed is printed beside it.
"""

import csv
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from scraper.status import by_wording, classify
from scraper.status_tables import folded_text

COARSE = {
    "in_transit_origin": "moving",
    "departed_origin": "moving",
    "in_transit_international": "moving",
    "in_transit": "moving",
    "arrived_destination": "moving",
    "in_transit_destination": "moving",
    "accepted": "moving",
    "returning": "going back",
    "returned": "going back",
}


def scores(pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """(macro-F1 over the labels that occur, accuracy) of (wanted, found) pairs."""
    f1 = []
    for label in {wanted for wanted, _ in pairs}:
        right = sum(wanted == found == label for wanted, found in pairs)
        told = sum(found == label for _, found in pairs)
        there = sum(wanted == label for wanted, _ in pairs)
        f1.append(2 * right / (told + there) if told + there else 0.0)
    return sum(f1) / len(f1), sum(wanted == found for wanted, found in pairs) / len(pairs)


def show(title: str, pairs: list[tuple[str, str]]) -> None:
    macro, accuracy = scores(pairs)
    coarse = [(COARSE.get(w, w), COARSE.get(f, f)) for w, f in pairs]
    coarse_macro, coarse_accuracy = scores(coarse)
    print(f"\n{title}: {len(pairs)} events")
    print(
        f"  macro-F1 {macro:.3f}, accuracy {accuracy:.3f}; "
        f"legs of the way taken as one: {coarse_macro:.3f}, {coarse_accuracy:.3f}"
    )
    false = sum(found == "delivered" != wanted for wanted, found in pairs)
    print(f"  false delivered {false} of {sum(w != 'delivered' for w, _ in pairs)}")
    for label in ("customs_held", "returning", "returned", "at_pickup_point", "delivered"):
        there = [found for wanted, found in pairs if wanted == label]
        kin = {"returning": {"returning", "returned"}, "returned": {"returning", "returned"}}.get(
            label, {label}
        )
        missed = Counter(found for found in there if found not in kin)
        print(f"  missed {label}: {missed.total()} of {len(there)} {dict(missed.most_common(4))}")


def main(path: Path) -> None:
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["normalised_status"] != "unknown"]
    texts = [row for row in rows if row["event_text"] and row.get("text_kind", "text") == "text"]
    started = time.perf_counter()
    worded = [
        (row["normalised_status"], by_wording(folded_text(row["event_text"]), row["language"]) or "unknown")
        for row in texts
    ]
    took = time.perf_counter() - started
    show("wording only, every carrier held out", worded)
    print(f"  {len(texts) / took:.0f} texts a second")
    by_language = defaultdict(list)
    for row, pair in zip(texts, worded, strict=True):
        by_language[row["language"]].append(pair)
    for language, pairs in sorted(by_language.items(), key=lambda item: -len(item[1])):
        macro, accuracy = scores(pairs)
        print(f"  {language or '--'}: {len(pairs)} macro-F1 {macro:.3f} accuracy {accuracy:.3f}")
    for carrier in sorted({row["carrier"] for row in texts}):
        pairs = [pair for row, pair in zip(texts, worded, strict=True) if row["carrier"] == carrier]
        if len(pairs) >= 15:
            print(f"  held out {carrier}: {len(pairs)} accuracy {scores(pairs)[1]:.3f}")
    whole = [
        (
            row["normalised_status"],
            classify(
                row["carrier"], row["event_code"] or None, row["event_text"] or None, row["language"]
            ).status,
        )
        for row in rows
    ]
    show("code tables, exact texts and wording", whole)
    print("\nconfusion of the wording (wanted -> found):")
    for (wanted, found), times in Counter(pair for pair in worded if pair[0] != pair[1]).most_common(30):
        print(f"  {times:4} {wanted} -> {found}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
