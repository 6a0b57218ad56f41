"""Two weeks of a buyer with six orders, hour by hour: every message that goes out, as it was worked out by hand.

Every order's protection ends at 06:59:59 UTC of the day after its last day in Pacific time. Its leads come 240 (info),
120 (warn), 72 (act) and 24 hours (critical) before; a later one takes the place of the one before. Unacknowledged,
`act` goes to the channels after 12 hours, `critical` after 2; the story looks at the clock on each full hour.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from server.api.pace import PACE
from server.tell import ChannelError, Message, Teller
from server.watch.clock import written
from tests.server.conftest import Client, TestClock, bought
from tests.shop.orders import Order

LAST_DAYS = {"ann": 12, "bob": 11, "cat": 13, "dan": 10, "eve": 9, "fay": 13}
"""The day of September on which the protection ends, less one; the story begins on the first, at noon UTC."""

ORDERS = {
    name: replace(
        bought(5),
        number=100 * number + 5,
        parcels=(),
        items=(replace(bought(5).items[0], title=f"thing of {name}"),),
    )
    for number, name in enumerate(LAST_DAYS)
}
MAIL_IS_DOWN = (datetime(2026, 9, 11, 18, tzinfo=UTC), datetime(2026, 9, 12, tzinfo=UTC))

WARNINGS = [
    ("09-11 04", "phone", "dan"),  # snoozed until 10th 16:00, comes again then; 12 hours
    ("09-11 04", "mail", "dan"),
    ("09-11 19", "phone", "ann"),  # 11th 06:59:59 and 12 hours
    ("09-12 01", "mail", "ann"),  # down at 19, 20, 21, 22 and 23 o'clock; the fifth wait is 64 minutes
    ("09-13 09", "phone", "ann"),  # 13th 06:59:59 and 2 hours
    ("09-13 09", "mail", "ann"),
    ("09-14 09", "phone", "fay"),  # snoozed far too long: comes with the last lead, 14th 06:59:59
    ("09-14 09", "mail", "fay"),
]
DIGESTS = {  # at 08:00 in Berlin, 06:00 UTC; on the first day, when it was switched on after that, at once
    "09-01 13": "eve",
    "09-02 06": "eve",
    "09-03 06": "dan eve",
    "09-04 06": "bob dan eve",
    "09-05 06": "ann bob dan eve",
    "09-06 06": "ann bob dan eve fay",  # of eve it says now that the end was moved, at noon of the 5th
    "09-07 06": "ann bob dan eve fay",
    "09-08 06": "ann bob dan eve fay",
    "09-09 06": "ann bob dan eve fay",
    "09-10 06": "ann bob eve fay",  # dan is snoozed
    "09-11 06": "ann dan eve fay",  # bob was acknowledged
    "09-12 06": "ann fay",  # dan was acknowledged, eve has arrived
    "09-13 06": "ann",  # fay is snoozed
    "09-14 06": "ann",
    "09-15 06": "fay",
}


class Post:
    """A channel that keeps when it was given what; down between two moments."""

    def __init__(self, name: str, clock: TestClock, down: tuple[datetime, datetime] | None = None) -> None:
        self.name = name
        self.clock = clock
        self.down = down
        self.given: list[tuple[str, Message]] = []

    async def send(self, message: Message) -> None:
        now = self.clock.now()
        if self.down and self.down[0] <= now < self.down[1]:
            raise ChannelError("no connection")
        self.given.append((f"{now:%m-%d %H}", message))


class Story:
    def __init__(self, client: Client, clock: TestClock) -> None:
        self.client, self.clock = client, clock
        self.begun = clock.now()
        self.last_days = dict(LAST_DAYS)
        self.phone, self.mail = Post("phone", clock), Post("mail", clock, MAIL_IS_DOWN)
        self.teller = Teller(client.running.house, [self.phone, self.mail])
        self.failed: set[str] = set()
        self.uids: dict[str, str] = {}

    def order(self, name: str) -> Order:
        """The order as its page shows it now: the day on which it ends stays where it is."""
        gone = (self.clock.now().date() - self.begun.date()).days
        return replace(ORDERS[name], protection_end=self.last_days[name] - gone)

    async def open_pages(self) -> None:
        for name in LAST_DAYS:
            await self.client.detail(self.order(name))

    async def until(self, day: int, hour: int) -> None:
        """Time goes by, hour by hour, with everything running; pages are opened every second day at noon."""
        house = self.client.running.house
        while self.clock.now() < datetime(2026, 9, day, hour, tzinfo=UTC):
            self.clock.pass_by(timedelta(hours=1))
            house.told_with = timedelta(1)  # as if the clock had been moved: no sleep
            await house.advance()
            if self.clock.now().hour == 12 and (self.clock.now() - self.begun).days % 2 == 0:
                await self.open_pages()
            await self.teller.tell()
            if self.mail.down and self.mail.down[0] < self.clock.now() <= self.mail.down[1] + timedelta(
                hours=1
            ):
                self.failed |= {p["page"] for p in (await self.client.changes())["problems"]}

    async def say(self, name: str, what: str, **more: str) -> None:
        order_id = ORDERS[name].order_id
        (notice,) = [
            n
            for n in (await self.client.changes())["notices"]
            if n["order_ids"] == [order_id] and n["state"] in ("due", "sent")
        ]
        event = {"id": notice["id"], "what": what, "at": written(self.clock.now())} | more
        await self.client.post("/api/v1/notices", {"events": [event]})

    async def calendar(self) -> dict[str, tuple[int, str, datetime]]:
        """The ends of protection by name: sequence, status, instant; the UIDs of one name are one."""
        url = (await self.client.get("/api/v1/calendar"))["url"]
        async with self.client.session.get(url, headers={"Authorization": ""}) as answer:
            events = [
                e for e in Calendar.from_ical(await answer.read()).events if "Protection" in e["SUMMARY"]
            ]
        for event in events:
            name = str(event["SUMMARY"]).split()[-1]
            assert self.uids.setdefault(name, str(event["UID"])) == str(event["UID"])
        return {
            str(e["SUMMARY"]).split()[-1]: (int(e["SEQUENCE"]), str(e["STATUS"]), e["DTSTART"].dt)
            for e in events
        }


def names_in(text: str) -> list[str]:
    return sorted(name for name in LAST_DAYS if f"thing of {name}" in text)


def end_of(day: int) -> datetime:
    return datetime(2026, 9, day, 6, 59, 59, tzinfo=UTC)


async def test_every_message_of_two_weeks(client: Client, clock: TestClock) -> None:
    client.running.app[PACE].a_minute = 10**6
    client.running.watch._scheduler.shutdown(wait=False)
    story = Story(client, clock)
    muted = [{"kind": "late"}, {"kind": "commitment"}, {"order_id": ORDERS["cat"].order_id}]
    wishes = {"zone": "Europe/Berlin", "quiet": ["22:00", "07:00"], "digest": "08:00", "muted": muted}
    async with client.session.put(client.running.url + "/api/v1/settings", json=wishes) as answer:
        assert answer.status == 200
    await story.open_pages()
    assert await story.calendar() == {
        name: (0, "CONFIRMED", end_of(2 + last)) for name, last in LAST_DAYS.items()
    }

    await story.until(5, 11)
    story.last_days["eve"] += 30
    await story.until(6, 12)
    moved = await story.calendar()
    assert moved["eve"] == (1, "CONFIRMED", end_of(11) + timedelta(days=30))
    assert {name: one[0] for name, one in moved.items() if name != "eve"} == dict.fromkeys(
        LAST_DAYS.keys() - {"eve"}, 0
    )

    await story.until(9, 10)
    await story.say("dan", "snoozed", until="2026-09-10T16:00:00Z")
    await story.until(10, 17)
    await story.say("bob", "acknowledged")
    await story.until(11, 8)
    await story.say("dan", "acknowledged")
    mark = {"order_id": ORDERS["eve"].order_id, "kind": "received_ok", "at": written(clock.now())}
    await client.post("/api/v1/marks", mark)
    assert (await story.calendar())["eve"][:2] == (2, "CANCELLED")
    await story.until(12, 8)
    assert story.failed == {"channel mail"}, "the failure was shown"
    assert (await client.changes())["problems"] == [], "and is over"
    await story.say("fay", "snoozed", until="2026-09-16T12:00:00Z")
    await story.say("bob", "acknowledged")
    await story.until(15, 12)
    assert (await story.calendar())["ann"] == (0, "CONFIRMED", end_of(14)), "what is past was not cancelled"

    digests = {
        post.name: {at: names_in(m.body) for at, m in post.given if m.title.startswith("Orderwarden")}
        for post in (story.phone, story.mail)
    }
    by_hand = {at: names.split() for at, names in DIGESTS.items()}
    assert digests["phone"] == by_hand
    assert digests["mail"] == by_hand
    warnings = [
        (at, post.name, *names_in(message.body))
        for post in (story.phone, story.mail)
        for at, message in post.given
        if message.title.startswith("Protection ends")
    ]
    assert sorted(warnings) == sorted(WARNINGS)
    assert len(digests["phone"]) + len(digests["mail"]) + len(warnings) == sum(
        len(post.given) for post in (story.phone, story.mail)
    ), "and nothing else"
