"""What clients read, until the words of each language are there."""

from datetime import datetime
from typing import Any


class Words:
    def __init__(self, language: str) -> None:
        self.language = language

    def badge(self, case: Any, clocks: Any, now: datetime) -> dict[str, Any]:
        return {"level": "none", "icon": "clock", "text": case.status or "", "title": case.status or ""}

    def clock(self, kind: str) -> str:
        return kind.replace("_", " ").capitalize()

    def parcel_status(self, status: str | None) -> str:
        return (status or "unknown").replace("_", " ").capitalize()

    def dispute_state(self, state: str | None) -> str:
        return (state or "unknown").replace("_", " ").capitalize()

    def source(self, key: str) -> str:
        return key.capitalize()
