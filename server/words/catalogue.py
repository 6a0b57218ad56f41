"""`docs/notices.md`: every kind of notice as the rules and the words know it. Made by `orderwarden notices`."""

from datetime import UTC, date, datetime
from string import Formatter
from zoneinfo import ZoneInfo

from server.rules.kinds import KINDS, Kind
from server.rules.notice import Notice, Value
from server.words import PARTS, Said, Words

ZONE = ZoneInfo("Europe/Berlin")
DAY, MOMENT = date(2026, 10, 20), datetime(2026, 10, 21, 6, 59, 59, tzinfo=UTC)
EXAMPLES: dict[str, Value] = {
    "claim": "31.20",
    "claims": 7,
    "currency": "EUR",
    "days": 20,
    "delivered_by": "Cainiao",
    "grace_days": 15,
    "hours": 120,
    "offer": "5.00",
    "orders_known": 20,
    "other": "USPS",
    "place": "Berlin, DE",
    "source": "order_detail",
    "traps": ("just_wait",),
    "window": "defective goods",
    "windows": (("change_of_mind", DAY),),
}
SAID = {"deadline", "parcel", "orders"}
HEAD = """# What Orderwarden tells, and when

Made by `orderwarden notices` from the rules themselves; do not edit it by hand. Levels: `info` (worth knowing),
`warn` (plan), `act` (do it now), `critical` (money is lost if you don't). Every number can be changed in the settings.
A day that AliExpress prints ends at 23:59:59 Pacific time; what counts whole days comes at 09:00 in your own zone.

| kind | comes when | level | cleared by, not when | example |
| --- | --- | --- | --- | --- |
"""


def example(kind: Kind, words: Words) -> Said:
    """What a notice of that kind says, with invented values."""
    variants = [name for name in words.messages() if name.partition(".")[0] == kind.name]
    message = kind.name if kind.name in variants else variants[0]
    parts = " ".join(words.part(message, part, EXAMPLES) for part in PARTS)
    names = {name for _, name, _, _ in Formatter().parse(parts) if name}
    notice = Notice(
        identity="",
        at=MOMENT,
        kind=kind.name,
        level="info",
        order_ids=("8200000000011322",),
        parcels=("LP00417245813281",),
        deadline=MOMENT,
        basis="read",
        folded=(),
        traps=(),
        message=message,
        params={name: EXAMPLES.get(name, MOMENT if name.endswith("_at") else DAY) for name in names - SAID},
        page="order_detail",
    )
    return words.say(notice, ZONE)


def catalogue() -> str:
    """The whole page as Markdown."""
    words = Words("en")
    rows = []
    for kind in KINDS:
        said = example(kind, words)
        cells = (f"`{kind.name}`", kind.when, kind.level, kind.cleared_by, f"**{said.title}** {said.do}")
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return HEAD + "\n".join(rows) + "\n"
