"""How the pages of an evidence pack are written: the document around them, tables, and values in English."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from server.evidence.case_file import CaseFile
from server.evidence.claims import source_name
from server.evidence.labels import STATUSES
from server.evidence.phrases import Phrases, one_line
from server.rules.moments import read_instant
from server.words import Words

MOST_IN_A_CELL = 2000
STYLE = Path(__file__).parent / "sheet.css"


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


def page_of(title: str, body: Markup) -> str:
    """A whole document: no script, nothing from anywhere."""
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return Markup(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{title}</title>'
        "<style>{style}</style></head><body>{body}</body></html>"
    ).format(policy=policy, title=one_line(title), style=Markup(_style()), body=body)  # noqa: S704 - our own file


def section(title: str, content: Iterable[Markup]) -> Iterator[Markup]:
    """The parts under their title; nothing, not even the title, where there are none."""
    there = list(content)
    if there:
        yield Markup("<section><h2>{}</h2>{}</section>").format(title, Markup("").join(there))


class English:
    """Values as the pages write them."""

    def __init__(self, case: CaseFile) -> None:
        self._phrases = Phrases("en", case.zone)
        self._words = Words("en")
        self._zone = case.zone

    def moment(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%Y-%m-%d %H:%M}"

    def name(self, of: str, key: str) -> str:
        return self._words.name(of, key)

    def status(self, status: str) -> str:
        return STATUSES.get(status) or self.name("status", status)

    def instant(self, text: str) -> str:
        """An instant or a day as a page stated it, in the zone of these pages."""
        try:
            return text if len(text) <= len("2026-01-31") else self.moment(read_instant(text, self._zone))
        except ValueError:
            return one_line(text, 60)

    def source(self, source: str) -> str:
        if source in ("order_detail", "order_list", "order_tracking", "refund_list"):
            return f"AliExpress, {self.name('source', source)}"
        if source == "order_page":
            return "AliExpress, page kept by the buyer"
        return "the buyer's settings" if source == "settings" else source_name(source)

    def value(self, value: Any) -> str:
        if isinstance(value, datetime):
            return f"{self.moment(value)} ({self._zone.key})"
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            return self._phrases.money(value) if "amount" in value else ""
        return one_line(str(value), 500)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]], kind: str = "") -> Markup:
    """A table; every cell that is no markup is escaped. `kind` names its look in sheet.css."""
    cells = Markup("").join(Markup("<th>{}</th>").format(name) for name in head)
    body = Markup("").join(map(table_row, rows))
    return Markup('<table class="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        kind, cells, body
    )


def table_row(cells: Sequence[Any]) -> Markup:
    """One row; the direction of each cell follows from what stands in it, never from signs that turn it."""
    return Markup("<tr>{}</tr>").format(
        Markup("").join(
            Markup('<td dir="auto">{}</td>').format(
                cell if isinstance(cell, Markup) else one_line(str(cell), MOST_IN_A_CELL)
            )
            for cell in cells
        )
    )
