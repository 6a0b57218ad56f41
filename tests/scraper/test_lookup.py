"""Which sources are asked for a parcel, in what order, and what their answers may change."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.carriers import Needs, Numbers, Reply, Source, failed, judged, sources
from scraper.facts import Event, ParcelStatus, Tracking
from scraper.fetch.asking import Heard
from scraper.fetch.recorded import Recorded
from scraper.lookup import Allowed, LookUp, Result, Wanted, next_look_up
from scraper.ours import not_ours

SHOWN = "LP00731946205518"
LOCAL = "8R46182937465"
NOW = datetime(2026, 6, 9, 12, tzinfo=UTC)


def clock(text: str) -> datetime:
    """A wall clock, naive as sources tell it."""
    return datetime.fromisoformat(text)


def cainiao(number: str, scans: list[tuple[str, str, str]], **fields: Any) -> dict[str, Any]:
    """One module of Cainiao's; scans as (time, code, words), newest first."""
    rows = [{"timeStr": t, "actionCode": c, "standerdDesc": w, "timeZone": "GMT+8"} for t, c, w in scans]
    return {
        "mailNo": number,
        "mailNoSource": "AE",
        "originCountry": "Mainland China",
        "detailList": rows,
    } | fields


MOVING = [("2026-06-05 08:00:00", "LH_ARRIVE", "Arrived at linehaul office")]


def la_poste(number: str, *scans: tuple[str, str, str]) -> str:
    rows = [{"code": c, "label": w, "date": t, "country": "FR"} for t, c, w in scans]
    return json.dumps([{"returnCode": 200, "shipment": {"idShip": number, "event": rows}}])


class Answers:
    """Stands for the net: bodies by source (and number), and who was asked for what."""

    def __init__(self, **bodies: Any) -> None:
        self.bodies, self.asked = bodies, []  # type: ignore[var-annotated]
        self.needs: list[Needs] = []

    async def ask(self, source: Source, numbers: Numbers, needs: Needs, deadline: datetime | None) -> Heard:
        self.asked.append((source.key, numbers))
        self.needs.append(needs)
        body = self.bodies.get(source.key)
        if callable(body):
            body = body(numbers)
        if body is None:
            return Heard(source, failed(source.key, "network", "nobody there"))
        reply = Reply(body if isinstance(body, str) else json.dumps(body))
        return Heard(
            source, judged(source, reply, numbers), reply, b"PNG" if source.access == "browser" else None
        )


async def look(answers: Answers, *wanted: Wanted, allowed: Allowed | None = None) -> tuple[Result, ...]:
    return await LookUp(answers, allowed, lambda: NOW).look_up(wanted)


async def test_nothing_wanted_asks_nothing() -> None:
    answers = Answers()
    assert await look(answers) == ()
    assert answers.asked == []


async def test_cainiao_first_for_both_numbers_then_the_carrier_it_names() -> None:
    found = cainiao(
        SHOWN, MOVING, destCpInfo={"cpName": "Colissimo"}, copyRealMailNo=LOCAL, destCountry="France"
    )
    answers = Answers(
        cainiao={"module": [found]},
        la_poste=la_poste(LOCAL, ("2026-06-08T11:14:50+02:00", "DI1", "Votre colis est livré.")),
    )
    (result,) = await look(answers, Wanted(SHOWN, origin_number="LP00111122223333", order_country="FR"))
    assert answers.asked == [("cainiao", (SHOWN, "LP00111122223333")), ("la_poste", (LOCAL,))]
    assert [(t.source, t.status) for t in result.trackings] == [
        ("cainiao", "arrived_destination"),
        ("la_poste", "delivered"),
    ]
    assert all(found.trust == "named" for found in result.found)


async def test_a_batch_goes_in_tens_most_urgent_first() -> None:
    answers = Answers(cainiao=lambda numbers: {"module": [cainiao(number, MOVING) for number in numbers]})
    wanted = [
        Wanted(f"LP{place:014d}", deadline=None if place == 3 else NOW + timedelta(days=30 - place))
        for place in range(23)
    ]
    results = await look(answers, *wanted)
    assert [len(numbers) for _, numbers in answers.asked] == [10, 10, 3]
    assert answers.asked[0][1][0] == "LP00000000000022"
    assert answers.asked[-1][1][-1] == "LP00000000000003"
    assert [result.wanted.number for result in results] == [one.number for one in wanted]
    assert all(result.trackings[0].number == result.wanted.number for result in results)


async def test_two_orders_in_one_parcel_are_asked_once() -> None:
    answers = Answers(cainiao=lambda numbers: {"module": [cainiao(number, MOVING) for number in numbers]})
    results = await look(answers, Wanted(SHOWN), Wanted(SHOWN))
    assert answers.asked == [("cainiao", (SHOWN,))]
    assert all(result.moved for result in results)


async def test_the_carrier_that_the_page_names() -> None:
    answers = Answers(
        cainiao={"module": [{"mailNo": SHOWN, "mailNoSource": "EXTERNAL", "detailList": []}]}, la_poste=None
    )
    (result,) = await look(answers, Wanted(SHOWN, carrier="La Poste", local_number=LOCAL))
    assert answers.asked[:2] == [("cainiao", (SHOWN,)), ("la_poste", (LOCAL,))]
    assert result.unheard[0].source == "la_poste"
    assert result.unheard[0].outcome == "network"
    assert LOCAL in result.unheard[0].page


async def test_own_answers_are_passed_on_whatever_they_say() -> None:
    """A used-before number and a delivery abroad must reach the core, which warns of them."""
    old = [("2025-01-17 10:40:00", "GTMS_SIGNED", "Package delivered")]
    answers = Answers(cainiao={"module": [cainiao(SHOWN, old, destCountry="Germany")]})
    (result,) = await look(answers, Wanted(SHOWN, order_country="FR", order_day=date(2026, 6, 1)))
    assert [t.status for t in result.trackings] == ["delivered"]
    assert result.rejected == ()


def unknown_to_cainiao(numbers: Numbers) -> dict[str, Any]:
    return {
        "module": [{"mailNo": number, "mailNoSource": "EXTERNAL", "detailList": []} for number in numbers]
    }


YANWEN = "UK418293742YP"


def yanwen(country: str, day: str, words: str) -> str:
    scan = f'<dt>{day}</dt><dd><p class="timePoint">12:00:00 [GMT+01]</p><div class="cz_r"><h6>{words}</h6></div></dd>'
    columns = "".join(f'<div class="colFlex">{text}</div>' for text in (LOCAL, "order", country))
    head = f'<div class="colFlex"><div class="cx_bt_xx"><h5>{YANWEN}</h5><p>x</p></div></div>'
    rows = f'<div class="czhaodl"><dl>{scan}</dl></div>'
    return f'<html><div class="cx_lb"><div class="cx_top_nr">{head}{columns}</div>{rows}</div></html>'


async def hinted(body: str | None, **fields: Any) -> tuple[Answers, Result]:
    answers = Answers(cainiao=unknown_to_cainiao, yanwen=body)
    (result,) = await look(answers, Wanted(YANWEN, **fields))
    return answers, result


async def test_the_shape_is_a_hint_where_nobody_knows_more() -> None:
    answers, result = await hinted(
        yanwen("FR", "2026-06-05", "Delivered."), order_country="FR", order_day=date(2026, 6, 1)
    )
    assert ("yanwen", (YANWEN,)) in answers.asked
    told = {found.tracking.source: found for found in result.found}
    assert told["yanwen"].trust == "hinted"
    assert told["yanwen"].rejected is None
    assert told["yanwen"].tracking.local_number is None


async def test_no_hint_is_followed_once_a_movement_is_known() -> None:
    answers = Answers(
        cainiao={"module": [cainiao(YANWEN, MOVING)]}, yanwen=yanwen("FR", "2026-06-05", "Delivered.")
    )
    await look(answers, Wanted(YANWEN))
    assert [key for key, _ in answers.asked] == ["cainiao"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (yanwen("DE", "2026-06-05", "Delivered."), "it goes to DE"),
        (yanwen("FR", "2025-06-05", "Delivered."), "before the order"),
    ],
)
async def test_a_hinted_answer_about_somebody_elses_parcel_is_rejected(body: str, why: str) -> None:
    _, result = await hinted(body, order_country="FR", order_day=date(2026, 6, 1))
    assert [found.tracking.source for found in result.rejected] == ["yanwen"]
    assert why in str(result.rejected[0].rejected)
    assert all(tracking.status != "delivered" for tracking in result.trackings)
    assert not result.moved


def test_a_delivery_abroad_is_not_ours() -> None:
    event = Event(local_time=clock("2026-06-05T10:00"), place="Bremen, DE", status="delivered")
    tracking = Tracking(source="upu", outcome="ok", number="X", events=(event,))
    assert "DE" in str(not_ours(tracking, sources()["upu"], "FR", None))
    assert not_ours(tracking, sources()["upu"], "DE", None) is None
    assert not_ours(tracking, sources()["upu"], None, None) is None


@pytest.mark.parametrize(
    ("key", "country", "place"),
    [
        ("ontrac", "US", "Los Angeles, CA"),
        ("uniuni", "CA", "Toronto, ON"),
        ("17track", "US", "Wilmington, DE"),
    ],
)
def test_a_state_behind_a_town_is_no_country(key: str, country: str, place: str) -> None:
    event = Event(local_time=clock("2026-06-05T10:00"), place=place, status="delivered")
    tracking = Tracking(source=key, outcome="ok", number="X", events=(event,))
    assert not_ours(tracking, sources()[key], country, None) is None


async def test_of_two_parcels_with_one_number_the_one_of_the_order_is_taken() -> None:
    """La Poste tells of the parcel of the year before, which was delivered, and then of ours."""
    old, ours = (
        ("2025-02-01T10:00:00+01:00", "DI1", "Distribué"),
        ("2026-06-05T10:00:00+02:00", "ET1", "En cours"),
    )
    both = json.loads(la_poste(LOCAL, old)) + json.loads(la_poste(LOCAL, ours))
    found = cainiao(SHOWN, MOVING, destCpInfo={"cpName": "Colissimo"}, copyRealMailNo=LOCAL)
    answers = Answers(cainiao={"module": [found]}, la_poste=both)
    (result,) = await look(answers, Wanted(SHOWN, order_country="FR", order_day=date(2026, 6, 1)))
    told = {tracking.source: tracking for tracking in result.trackings}["la_poste"]
    assert told.status != "delivered"
    assert told.events[0].local_time == clock("2026-06-05T10:00:00")


def test_paper_and_the_day_before_are_no_reason() -> None:
    announced = Event(local_time=clock("2026-05-01T00:00"), status="info_received")
    eve = Event(local_time=clock("2026-05-31T20:00"), status="accepted")
    tracking = Tracking(source="upu", outcome="ok", number="X", events=(eve, announced))
    assert not_ours(tracking, sources()["upu"], None, date(2026, 6, 1)) is None


async def test_a_domestic_carrier_of_another_country_is_not_asked_on_a_hint() -> None:
    answers = Answers(cainiao=unknown_to_cainiao)
    await look(answers, Wanted("00340434161094042557", order_country="FR"))
    assert "dhl_paket" not in {key for key, _ in answers.asked}


async def test_17track_only_if_allowed_and_needed() -> None:
    answers = Answers(cainiao=unknown_to_cainiao)
    await look(answers, Wanted(SHOWN))
    assert "17track" not in {key for key, _ in answers.asked}
    await look(answers, Wanted(SHOWN), allowed=Allowed(aggregator=True, keys={"17track": "K"}))
    assert answers.asked[-1] == ("17track", (SHOWN,))
    assert answers.needs[-1].key == "K"
    knows = Answers(cainiao={"module": [cainiao(SHOWN, MOVING)]})
    await look(knows, Wanted(SHOWN), allowed=Allowed(aggregator=True))
    assert [key for key, _ in knows.asked] == ["cainiao"]


async def test_what_is_switched_off_is_not_asked() -> None:
    answers = Answers()
    (result,) = await look(answers, Wanted(SHOWN), allowed=Allowed(off=frozenset({"cainiao"})))
    assert answers.asked == []
    assert result.found == ()


async def test_own_tab_sources_give_their_link() -> None:
    found = cainiao(SHOWN, MOVING, destCpInfo={"cpName": "Royal Mail"}, copyRealMailNo="LX418293742GB")
    answers = Answers(cainiao={"module": [found]})
    (result,) = await look(answers, Wanted(SHOWN))
    assert [key for key, _ in answers.asked] == ["cainiao"]
    assert [(u.source, u.outcome) for u in result.unheard] == [("royal_mail", "network")]
    assert result.unheard[0].page.endswith("LX418293742GB")
    assert "own browser" in result.unheard[0].why


async def test_second_numbers_are_asked_only_with_consent() -> None:
    found = cainiao(SHOWN, MOVING, destCpInfo={"cpName": "Colissimo"}, copyRealMailNo=LOCAL)
    answers = Answers(cainiao={"module": [found]})
    await look(answers, Wanted(SHOWN), allowed=Allowed(second_numbers=False))
    assert [key for key, _ in answers.asked] == ["cainiao"]


async def test_a_wall_changes_nothing_and_says_so() -> None:
    answers = Answers(cainiao='{"ret": ["FAIL_SYS_USER_VALIDATE"]}')
    (result,) = await look(answers, Wanted(SHOWN))
    assert result.trackings == ()
    assert result.unheard[0].outcome == "blocked"


async def test_a_fault_of_one_source_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Answers):
        async def ask(
            self, source: Source, numbers: Numbers, needs: Needs, deadline: datetime | None
        ) -> Heard:
            if source.key == "la_poste":
                raise RuntimeError("a mistake of ours")
            return await super().ask(source, numbers, needs, deadline)

    found = cainiao(SHOWN, MOVING, destCpInfo={"cpName": "Colissimo"}, copyRealMailNo=LOCAL)
    (result,) = await look(Broken(cainiao={"module": [found]}), Wanted(SHOWN))
    assert result.moved
    assert [(u.source, u.outcome) for u in result.unheard] == [("la_poste", "changed")]
    assert "a mistake of ours" in caplog.text


async def test_evidence_is_what_came_without_the_receiver() -> None:
    module = cainiao(
        SHOWN, MOVING, receiver={"name": "Jeanne Exemple", "city": "Lyon", "address": "1 rue de la Paix"}
    )
    (result,) = await look(Answers(cainiao={"module": [module]}), Wanted(SHOWN))
    evidence = result.found[0].evidence
    assert evidence is not None
    assert "Jeanne" not in evidence.raw
    assert "rue de la Paix" not in evidence.raw
    assert "Lyon" in evidence.raw
    assert SHOWN in evidence.raw
    assert evidence.taken_at == NOW
    import hashlib

    assert evidence.sha256 == hashlib.sha256(evidence.raw.encode()).hexdigest()


@pytest.mark.parametrize(
    ("status", "last_scan", "hours_left", "hours"),
    [
        ("in_transit", date(2026, 6, 8), 900, 6),
        ("in_transit", date(2026, 6, 8), 71, 2),
        ("in_transit", date(2026, 6, 8), -5, 6),
        ("out_for_delivery", date(2026, 6, 9), None, 2),
        ("in_transit", date(2026, 5, 20), 900, 24),
        ("in_transit", date(2026, 5, 20), 71, 2),
        (None, None, None, 6),
        ("at_pickup_point", date(2026, 6, 8), None, 6),
    ],
)
def test_intervals(
    status: ParcelStatus | None, last_scan: date | None, hours_left: float | None, hours: float
) -> None:
    deadline = None if hours_left is None else NOW + timedelta(hours=hours_left)
    assert next_look_up(status, last_scan, deadline, NOW) == NOW + timedelta(hours=hours)
    early, late = (next_look_up(status, last_scan, deadline, NOW, chance=chance) for chance in (0.0, 1.0))
    assert early is not None
    assert late is not None
    assert early < NOW + timedelta(hours=hours) < late
    assert abs((late - early) - timedelta(hours=hours) * 0.3) < timedelta(seconds=1)


@pytest.mark.parametrize("status", ["delivered", "returned", "lost_or_destroyed", "cancelled"])
def test_what_has_ended_is_not_asked(status: ParcelStatus) -> None:
    assert next_look_up(status, date(2026, 6, 8), None, NOW) is None
    assert next_look_up("in_transit", date(2026, 6, 8), None, NOW, open_order=False) is None


async def test_recorded_answers(tmp_path: Path) -> None:
    (tmp_path / f"cainiao-{SHOWN}.json").write_text(json.dumps({"module": [cainiao(SHOWN, MOVING)]}))
    wall = {
        "url": "https://global.cainiao.com/x",
        "status": 200,
        "headers": {"bxpunish": "1"},
        "body": "<html>",
    }
    (tmp_path / "CAINIAO.json").write_text(json.dumps(wall))
    look_up = LookUp(Recorded(tmp_path)).look_up
    (moved,), (blocked,) = await look_up([Wanted(SHOWN)]), await look_up([Wanted("LP00000000000018")])
    assert moved.moved
    assert [u.outcome for u in blocked.unheard if u.source == "cainiao"] == ["blocked"]
