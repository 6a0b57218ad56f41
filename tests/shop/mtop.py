"""What all answers of the order pages share: mtop's envelope, dates and prices as text, the shop's calendar."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]


PACIFIC = ZoneInfo("America/Los_Angeles")


SIGNS = {"USD": "${}", "GBP": "£{}", "EUR": "€{}", "BRL": "R${}", "PLN": "{}zł", "JPY": "￥{}"}


def day_text(day: date) -> str:
    """A date as the English pages print it: "Jul 5, 2026"."""
    return f"{day:%b} {day.day}, {day.year}"


def price(amount: Decimal, currency: str) -> Json:
    """A price as display text and as the safe triple "R$132,74|132|74"."""
    if currency == "JPY":
        whole, fraction, digits = f"{amount:,.0f}", "", f"{amount:,.0f}"
    else:
        plain = f"{amount:.2f}"
        whole, fraction = plain.split(".")
        digits = plain if currency in {"USD", "GBP"} else plain.replace(".", ",")
    display = SIGNS[currency].format(digits)
    return {"text": display, "info": f"{display}|{whole}|{fraction}"}


@dataclass(frozen=True)
class Calendar:
    """Turns the orders' relative days into dates; `now` is the shop's clock (aware)."""

    today: date
    now: datetime

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def text(self, offset: int) -> str:
        return day_text(self.day(offset))

    def millis(self, offset: int, hour: int = 12) -> int:
        day = self.day(offset)
        return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp() * 1000)

    @property
    def now_millis(self) -> int:
        return int(self.now.timestamp() * 1000)

    def left(self, offset: int) -> str:
        """The time left to the end of that Pacific day, as a countdown: "34 days 10 hours"."""
        day = self.day(offset)
        rest = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=PACIFIC) - self.now
        return f"{rest.days} days {rest.seconds // 3600} hours"


def envelope(api: str, data: Json, ret: str = "SUCCESS::SUCCESS") -> Json:
    return {"api": api, "data": data, "ret": [ret], "traceId": "2103stand1n0rderpage0e0f1b", "v": "1.0"}


def refused(api: str, code: str) -> Json:
    """What mtop answers when it wants a human (FAIL_SYS_USER_VALIDATE) or the session is over."""
    return envelope(api, {"url": f"https://acs.aliexpress.com/{api}/_____tmd_____/punish"}, code)


def component(tag: str, ident: str, fields: Json, position: str = "body") -> Json:
    return {
        "fields": fields,
        "id": ident,
        "position": position,
        "scriptKey": f"{tag.capitalize()}_{ident}",
        "status": "normal",
        "tag": tag,
        "type": tag,
    }


def ultron(
    api: str,
    data: Json,
    root: str,
    structure: dict[str, list[str]],
    calendar: Calendar,
    linkage: str = "",
    **world: Any,
) -> Json:
    return envelope(
        api,
        {
            "container": {"data": []},
            "data": data,
            "endpoint": {"mode": "pc", "protocolVersion": "3.0", "ultronage": True},
            "global": {"curTime": calendar.now_millis, "refreshPage": True, **world},
            "hierarchy": {
                "component": sorted({part["tag"] for part in data.values()}),
                "root": root,
                "structure": structure,
            },
            "linkage": {
                "common": {"queryParams": linkage},
                "input": [],
                "request": [],
                "signature": {"stub": True},
            },
            "reload": True,
        },
    )


def as_text(answer: Json) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
