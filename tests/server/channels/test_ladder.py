"""The ladder: who does not acknowledge hears of it on the next channel, once; a channel that fails is shown."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from server.channels.apprise import AppriseChannel
from server.channels.calendar import _event
from server.store import calendar
from server.tell import ChannelError, Message, Teller
from tests.server.conftest import DETAIL_URL, Client, TestClock, bought, detail, wakes_to_a_longer_protection
from tests.server.tell.test_once import END, end_of, go


class Told:
    """A channel that keeps what it is given, or refuses it."""

    name = "told-1"

    def __init__(self, refuses: int = 0) -> None:
        self.messages: list[Message] = []
        self.refuses = refuses

    async def send(self, message: Message) -> None:
        if self.refuses:
            self.refuses -= 1
            raise ChannelError("no connection")
        self.messages.append(message)


async def due(client: Client, clock: TestClock, level: str) -> Any:
    """Time goes on to a protection notice of this level; all before it is acknowledged."""
    await client.detail(bought(5))
    before = {"act": 72, "critical": 24, "warn": 120}[level]
    await go(client, clock, end_of(clock) - timedelta(hours=before))
    told = (await client.changes())["notices"]
    (notice,) = [n for n in told if n["kind"] == "protection" and n["level"] == level]
    rest = [{"id": n["id"], "what": "acknowledged", "at": n["at"]} for n in told if n != notice]
    await client.post("/api/v1/notices", {"events": rest})
    return notice


@pytest.mark.parametrize(("level", "hours"), [("act", 12), ("critical", 2)])
async def test_after_its_patience_and_not_before(
    client: Client, clock: TestClock, level: str, hours: int
) -> None:
    channel = Told()
    teller = Teller(client.running.house, [channel])
    notice = await due(client, clock, level)
    clock.pass_by(timedelta(hours=hours, seconds=-1))
    await teller.tell()
    assert channel.messages == []
    clock.pass_by(timedelta(seconds=1))
    for _ in range(3):
        await teller.tell()
    (message,) = channel.messages
    assert message.title == notice["title"]
    assert notice["link"] in message.body


async def test_acknowledged_nobody_else_is_told(client: Client, clock: TestClock) -> None:
    channel = Told()
    notice = await due(client, clock, "act")
    event = {"id": notice["id"], "what": "acknowledged", "at": notice["at"]}
    await client.post("/api/v1/notices", {"events": [event]})
    clock.pass_by(timedelta(hours=13))
    await Teller(client.running.house, [channel]).tell()
    assert channel.messages == []


async def test_what_only_warns_stays_in_the_browser(client: Client, clock: TestClock) -> None:
    channel = Told()
    await due(client, clock, "warn")
    clock.pass_by(timedelta(hours=40))
    await Teller(client.running.house, [channel]).tell()
    assert channel.messages == []


async def test_the_patience_can_be_set(client: Client, clock: TestClock) -> None:
    channel = Told()
    body = {"patience": {"act": 1}}
    async with client.session.put(client.running.url + "/api/v1/settings", json=body) as answer:
        assert answer.status == 200
    await due(client, clock, "act")
    clock.pass_by(timedelta(hours=1))
    await Teller(client.running.house, [channel]).tell()
    assert len(channel.messages) == 1


async def test_who_is_warned_late_hears_of_it_elsewhere_before_the_end(
    client: Client, clock: TestClock
) -> None:
    """The order is seen first an hour before its end; two hours of patience would be one too many."""
    channel = Told()
    teller = Teller(client.running.house, [channel])
    last_hour = (clock.now() + timedelta(days=1)).replace(hour=5, minute=59, second=59)
    clock.pass_by(last_hour - clock.now())
    await client.detail(replace(bought(5), protection_end=-1))
    await go(client, clock, clock.now())
    (notice,) = [n for n in (await client.changes())["notices"] if n["level"] == "critical"]
    clock.pass_by(timedelta(minutes=29))
    await teller.tell()
    assert channel.messages == []
    clock.pass_by(timedelta(minutes=1))
    for _ in range(2):
        await teller.tell()
    assert [message.title for message in channel.messages] == [notice["title"]]


async def test_a_slow_channel_holds_up_no_other(client: Client, clock: TestClock) -> None:
    class Slow(Told):
        name = "slow-1"

        async def send(self, message: Message) -> None:
            await ended.wait()
            await super().send(message)

    class Quick(Told):
        async def send(self, message: Message) -> None:
            await super().send(message)
            told.set()

    ended, told, slow, quick = asyncio.Event(), asyncio.Event(), Slow(), Quick()
    await due(client, clock, "act")
    clock.pass_by(timedelta(hours=12))
    telling = asyncio.create_task(Teller(client.running.house, [slow, quick]).tell())
    async with asyncio.timeout(30):
        await told.wait()
    assert slow.messages == []
    ended.set()
    await telling
    assert len(slow.messages) == len(quick.messages) == 1


async def test_a_refused_address_is_not_read_out(client: Client) -> None:
    """Refusals are logged and shown by clients; the address holds a token or a password."""
    body = {"channels": ["TGRAM://123:hunter2/45"]}
    async with client.session.put(client.running.url + "/api/v1/settings", json=body) as answer:
        assert answer.status == 400
        said = await answer.text()
    assert "hunter2" not in said
    assert "channels" in said
    assert "ntfy://topic" in said


async def test_one_address_given_twice_is_one_channel(client: Client) -> None:
    body = {"channels": ["json://127.0.0.1:9/x", "json://127.0.0.1:9/x"]}
    async with client.session.put(client.running.url + "/api/v1/settings", json=body) as answer:
        assert answer.status == 200
    assert len(Teller(client.running.house)._channels()) == 1


async def test_what_is_acknowledged_while_a_channel_is_slow_does_not_follow(
    client: Client, clock: TestClock
) -> None:
    class Slow(Told):
        async def send(self, message: Message) -> None:
            await super().send(message)
            if len(self.messages) == 1:
                told = (await client.changes())["notices"]
                events = [{"id": n["id"], "what": "acknowledged", "at": n["at"]} for n in told]
                await client.post("/api/v1/notices", {"events": events})

    channel = Slow()
    await client.detail(bought(5))
    await client.detail(replace(bought(5), number=105, parcels=(), protection_end=END.days + 1))
    await go(client, clock, end_of(clock) - timedelta(hours=24))
    clock.pass_by(timedelta(hours=12))
    teller = Teller(client.running.house, [channel])
    assert len(await client.running.house.read(teller._waiting)) > 1
    await teller.tell()
    assert len(channel.messages) == 1


async def test_a_failing_channel_is_tried_again_and_shown(client: Client, clock: TestClock) -> None:
    channel = Told(refuses=2)
    teller = Teller(client.running.house, [channel])
    await due(client, clock, "act")
    clock.pass_by(timedelta(hours=12))
    await teller.tell()
    await teller.tell()
    assert channel.refuses == 1, "not at once again"
    told = await client.changes()
    assert [(p["page"], p["text"]) for p in told["problems"]] == [("channel told-1", "no connection")]
    for minutes in (5, 10):
        clock.pass_by(timedelta(minutes=minutes))
        await teller.tell()
    assert len(channel.messages) == 1


async def test_a_day_without_a_connection_is_no_end_of_it(client: Client, clock: TestClock) -> None:
    channel = Told(refuses=15)
    teller = Teller(client.running.house, [channel])
    await due(client, clock, "act")
    clock.pass_by(timedelta(hours=12))
    for _ in range(100):
        await teller.tell()
        clock.pass_by(timedelta(minutes=20))
    assert channel.refuses == 0
    assert len(channel.messages) == 1
    assert (await client.changes())["problems"] == [], "what was over is no longer shown"


async def test_after_the_deadline_nobody_is_told_of_it(client: Client, clock: TestClock) -> None:
    channel = Told(refuses=10**6)
    teller = Teller(client.running.house, [channel])
    await due(client, clock, "critical")
    clock.pass_by(timedelta(hours=23, minutes=59))
    await teller.tell()
    assert channel.refuses == 10**6 - 1
    clock.pass_by(timedelta(hours=5))
    await teller.tell()
    assert channel.refuses == 10**6 - 1


async def test_a_digest_that_fails_is_tried_again_and_shown(client: Client, clock: TestClock) -> None:
    up, down = Told(), Told(refuses=2)
    down.name = "told-2"
    teller = Teller(client.running.house, [up, down])
    body = {"digest": "08:00", "zone": "Asia/Tokyo"}
    async with client.session.put(client.running.url + "/api/v1/settings", json=body) as answer:
        assert answer.status == 200
    notice = await due(client, clock, "warn")
    await teller.tell()
    assert [p["page"] for p in (await client.changes())["problems"]] == ["channel told-2"]
    for _ in range(4):
        clock.pass_by(timedelta(minutes=10))
        await teller.tell()
    for channel in (up, down):
        (message,) = channel.messages
        assert notice["title"] in message.body


async def test_a_digest_begins_with_what_ends_first_and_names_no_order_that_it_no_longer_concerns(
    client: Client, clock: TestClock
) -> None:
    watched = [
        replace(bought(5), number=number, parcels=(), items=(replace(bought(5).items[0], title=title),))
        for number, title in ((5, "first thing"), (105, "second thing"), (205, "third thing"))
    ]
    await wakes_to_a_longer_protection(client, clock, watched)
    await client.detail(replace(bought(6), number=7))
    lines = await client.running.house.store.run(Teller(client.running.house, [])._digest_lines)
    told = (await client.changes())["notices"]
    told.sort(key=lambda n: (n.get("deadline") is None, n.get("deadline"), n["at"]))
    assert lines == [f"- {n['about']}: {n['title']}" for n in told], "as a client shows them"
    assert watched[1].order_id not in told[0]["order_ids"]


async def test_it_outlives_a_restart(client: Client, clock: TestClock) -> None:
    channel = Told()
    await due(client, clock, "act")
    clock.pass_by(timedelta(hours=12))
    await Teller(client.running.house, [channel]).tell()
    await Teller(client.running.house, [channel]).tell()
    assert len(channel.messages) == 1


async def test_one_digest_a_day_in_the_buyers_zone(client: Client, clock: TestClock) -> None:
    channel = Told()
    teller = Teller(client.running.house, [channel])
    body = {"digest": "08:00", "zone": "Asia/Tokyo"}
    async with client.session.put(client.running.url + "/api/v1/settings", json=body) as answer:
        assert answer.status == 200
    notice = await due(client, clock, "warn")
    for _ in range(48):
        clock.pass_by(timedelta(minutes=30))
        await teller.tell()
    digests = [message for message in channel.messages if notice["title"] in message.body]
    assert len(digests) == 2, "today's, late, and tomorrow's"


@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
class TestApprise:
    async def test_an_address_of_no_service_says_so(self) -> None:
        with pytest.raises(ChannelError, match="does not know"):
            await AppriseChannel("nonsense://x").send(Message("t", "b"))

    async def test_a_service_that_is_not_there_says_so(self) -> None:
        with pytest.raises(ChannelError, match="did not take"):
            await AppriseChannel("json://127.0.0.1:9/x").send(Message("t", "b"))

    def test_its_name_holds_no_secret(self) -> None:
        assert "hunter2" not in AppriseChannel("mailto://me:hunter2@example.org").name


class TestCalendar:
    TEXTS = ("SUMMARY:", "DESCRIPT")

    async def feed(self, client: Client) -> Calendar:
        url = (await client.get("/api/v1/calendar"))["url"]
        async with client.session.get(url, headers={"Authorization": ""}) as answer:
            assert answer.status == 200
            assert answer.content_type == "text/calendar"
            return Calendar.from_ical(await answer.read())

    async def test_the_end_of_the_protection_stands_in_it_with_alarms(
        self, client: Client, clock: TestClock
    ) -> None:
        await client.detail(bought(5))
        events = {str(e["SUMMARY"]).split(":")[0]: e for e in (await self.feed(client)).events}
        end = events["Protection ends"]
        assert end["DTSTART"].dt == end_of(clock)
        assert [alarm["TRIGGER"].dt for alarm in end.walk("VALARM")] == [
            timedelta(hours=-72),
            timedelta(hours=-24),
        ]

    async def test_a_moved_end_keeps_its_uid_and_counts_up(self, client: Client, clock: TestClock) -> None:
        await client.detail(bought(5))
        first = {str(e["UID"]): int(e["SEQUENCE"]) for e in (await self.feed(client)).events}
        again = {str(e["UID"]): int(e["SEQUENCE"]) for e in (await self.feed(client)).events}
        assert again == first
        clock.pass_by(timedelta(hours=1))
        await client.detail(bought(5, protection_end=END.days + 9))
        moved = {str(e["UID"]): int(e["SEQUENCE"]) for e in (await self.feed(client)).events}
        assert moved.keys() == first.keys()
        assert sorted(moved[uid] - first[uid] for uid in first)[-1] == 1

    async def test_a_settled_order_cancels_its_events(self, client: Client, clock: TestClock) -> None:
        await client.detail(bought(5))
        await self.feed(client)
        mark = {"order_id": bought(5).order_id, "kind": "received_ok", "at": clock.now().isoformat()}
        await client.post("/api/v1/marks", mark)
        events = list((await self.feed(client)).events)
        assert events
        assert {str(e["STATUS"]) for e in events} == {"CANCELLED"}
        clock.pass_by(timedelta(days=61))
        assert list((await self.feed(client)).events) == []

    async def test_one_whose_time_has_come_is_not_cancelled_and_leaves_in_time(
        self, client: Client, clock: TestClock
    ) -> None:
        await client.detail(bought(5))
        first = {str(e["UID"]) for e in (await self.feed(client)).events}
        await go(client, clock, end_of(clock) + timedelta(hours=1))
        past = {str(e["UID"]): str(e["STATUS"]) for e in (await self.feed(client)).events}
        assert first <= past.keys()
        assert set(past.values()) == {"CONFIRMED"}
        clock.pass_by(timedelta(days=200))
        assert list((await self.feed(client)).events) == []

    async def test_only_the_secret_address_opens_it(self, client: Client) -> None:
        url = (await client.get("/api/v1/calendar"))["url"]
        new = (await client.post("/api/v1/calendar", {}))["url"]
        for address in (url, f"{client.running.url}/calendar/x.ics", f"{client.running.url}/calendar/.ics"):
            async with client.session.get(address, headers={"Authorization": ""}) as answer:
                assert answer.status in (401, 404)
        async with client.session.get(new, headers={"Authorization": ""}) as answer:
            assert answer.status == 200

    def test_not_even_a_line_end_breaks_out_of_its_line(self) -> None:
        summary = "evil\r\nEND:VEVENT\nATTENDEE:x\\;,"
        plain = {
            "summary": summary,
            "url": "https://www.aliexpress.com/",
            "ends_at": "2026-09-01T12:00:00.000Z",
        }
        event = _event(calendar.Event("x@orderwarden", plain, 0, "2026-09-01T12:00:00.000Z", cancelled=True))
        lines = event.to_ical().decode().split("\r\n")
        assert lines.count("END:VEVENT") == 1
        assert not any(line.startswith("ATTENDEE") for line in lines)

    @pytest.mark.parametrize(
        ("title", "read"),
        [
            ('back\\slash, semi; colon: "quoted"', 'back\\slash, semi; colon: "quoted"'),
            ("two\r\nlines\nthree", "two\nlines\nthree"),
            ("\\n is no line end, \\\\ are two", "\\n is no line end, \\\\ are two"),
            ("ü" * 60 + "\U0001f600" * 60, "ü" * 60 + "\U0001f600" * 60),
            ("nul\x00 bell\x07 escape\x1b[31m", "nul  bell  escape [31m"),
        ],
    )
    async def test_a_title_is_read_as_it_was_written(self, client: Client, title: str, read: str) -> None:
        """As RFC 5545 says it: lines of at most 75 octets, texts escaped (sections 3.1 and 3.3.11)."""
        item = bought(5).items[0].__class__(title, "1.00")
        await client.detail(bought(5, items=(item,)))
        url = (await client.get("/api/v1/calendar"))["url"]
        async with client.session.get(url, headers={"Authorization": ""}) as answer:
            body = await answer.read()
        lines = body.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert all(line.decode() for line in lines[:-1]), "no sign is cut in two"
        unfolded = body.replace(b"\r\n ", b"").decode().split("\r\n")
        texts = [
            re.split("^(?:SUMMARY|DESCRIPTION):", line)[1] for line in unfolded if line[:8] in self.TEXTS
        ]
        plain = {re.sub(r"\\(.)", lambda found: found[1].replace("n", "\n"), text) for text in texts}
        assert len(plain) > 1
        assert {text.split(": ", 1)[1] for text in plain} == {read}

    async def test_half_a_sign_in_a_title_does_not_end_the_calendar(
        self, client: Client, clock: TestClock
    ) -> None:
        item = bought(5).items[0].__class__("HALF sign", "1.00")
        page = detail(replace(bought(5), items=(item,)), clock.now())
        await client.page(DETAIL_URL, page.replace("HALF", "\\ud83d"))
        assert any("sign" in str(event["SUMMARY"]) for event in (await self.feed(client)).events)

    async def test_a_title_cannot_break_out_of_its_line(self, client: Client, clock: TestClock) -> None:
        order = bought(5)
        item = order.items[0].__class__("evil\r\nEND:VCALENDAR\r\nX:\\;,", "1.00")
        await client.detail(bought(5, items=(item,)))
        events = list((await self.feed(client)).events)
        assert events
        url = (await client.get("/api/v1/calendar"))["url"]
        async with client.session.get(url, headers={"Authorization": ""}) as answer:
            assert (await answer.text()).count("\r\nEND:VCALENDAR") == 1
