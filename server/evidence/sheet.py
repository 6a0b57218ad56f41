"""The case file as pages to print: plain HTML, no script, every value escaped, every picture with source and time."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from server.evidence.case_file import GONE, CaseFile, Fact, MarkMade, ParcelFile
from server.evidence.claims import arrived_elsewhere, destination_of, source_name
from server.evidence.labels import (
    FACT_LABELS,
    MARKS,
    OUTCOMES,
    OUTSIDE,
    STATES,
    STATUSES,
    STEP_LABELS,
)
from server.evidence.letters import Letter
from server.evidence.phrases import Phrases, one_line
from server.evidence.scans import Scan, Silence
from server.rules.moments import read_instant
from server.store.pictures import Picture
from server.words import Words

STYLE = Path(__file__).parent / "sheet.css"
MOST_ROWS_LISTED = 400


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


def case_page(case: CaseFile, claims: Sequence[str] = ()) -> str:
    """The evidence of one order as a document."""
    return orders_page([order_part(case, claims)])


def order_part(case: CaseFile, claims: Sequence[str] = ()) -> Markup:
    """The evidence of one order as a part of a document."""
    return Markup("").join(_parts(case, claims))


BEGIN = Markup('<a class="begin" href="https://begin.invalid/"></a>')
"""Nothing to be seen: the only link of a document, so that its printed page shows where a part begins."""


def orders_page(parts: Sequence[Markup], begin: Markup = Markup("")) -> str:  # noqa: B008 - it is immutable
    """Orders as one document, each from a new page on, with `begin` before it."""
    return page_of(
        "Evidence", Markup("").join(Markup("<article>{}{}</article>").format(begin, part) for part in parts)
    )


def letters_page(letters: Sequence[Letter]) -> str:
    """Letters as a document, each on a page of its own."""
    return page_of("Letters", Markup("").join(map(_letter, letters)))


def _letter(letter: Letter) -> Markup:
    direction = "rtl" if letter.language in ("ar", "he") else "ltr"
    text = Markup("").join(
        Markup("<p>{}</p>").format(paragraph) for paragraph in letter.body.split("\n\n") if paragraph.strip()
    )
    return Markup('<div class="letter" dir="{}" lang="{}"><h1>{}</h1>{}</div>').format(
        direction, letter.language, letter.subject, text
    )


def _parts(case: CaseFile, claims: Sequence[str]) -> Iterator[Markup]:
    words = _English(case)
    yield Markup("<h1>Order {}</h1>").format(case.order_id)
    yield Markup(
        '<p class="soft">Made on {} from a record kept on the buyer\'s own computer since {}. Every line names its '
        "source and when it was read. Times of scans are the local time at the scan; other times are {}.</p>"
    ).format(
        words.moment(case.made_at), words.moment(_first_reading(case)) if case.rows else "now", case.zone.key
    )
    yield from _section("Claim", [Markup('<p class="claim">{}</p>').format(claim) for claim in claims])
    yield from _section("The order", [_order(case, words)])
    for parcel in case.parcels:
        yield from _section(f"Parcel {parcel.number}", _parcel(case, parcel, words))
    yield from _section("The dispute", [_dispute(case, words)] if case.steps else [])
    marks = [mark for mark in case.marks if mark.kind not in OUTSIDE]
    yield from _section("What the buyer said", [_marks(marks, words)] if marks else [])
    yield from _section("Sentences of the seller", [_sentences(case, words)] if case.sentences else [])
    yield from _section("Pictures", [_picture(picture, words) for picture in case.pictures])
    yield from _section("The record behind this", [_rows(case, words)])


def _first_reading(case: CaseFile) -> datetime:
    return datetime.fromisoformat(min(row.seen_at for row in case.rows))


def _section(title: str, content: Iterable[Markup]) -> Iterator[Markup]:
    there = list(content)
    if there:
        yield Markup("<section><h2>{}</h2>{}</section>").format(title, Markup("").join(there))


class _English:
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


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]], kind: str = "") -> Markup:
    cells = Markup("").join(Markup("<th>{}</th>").format(name) for name in head)
    body = Markup("").join(_row(row) for row in rows)
    return Markup('<table class="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        kind, cells, body
    )


def _row(cells: Sequence[Any]) -> Markup:
    return Markup("<tr>{}</tr>").format(
        Markup("").join(Markup('<td dir="auto">{}</td>').format(cell) for cell in cells)
    )


def _order(case: CaseFile, words: _English) -> Markup:
    rows = [_fact(fact, words) for fact in case.facts if fact.name in FACT_LABELS]
    rows += [_fact(fact, words) for fact in case.stated]
    if (destination := destination_of(case)) is not None:
        fact = case.fact("destination_country") or case.fact("destination_city")
        rows.append(("Delivery to", destination, *_read(fact, words)))
    for clock in case.clocks:
        if clock.kind in OUTSIDE:
            continue
        basis = (
            "worked out from what was read" if clock.basis == "read" else "estimated: no page has shown it"
        )
        name = "Buyer must answer by" if clock.kind == "response_due" else words.name("clock", clock.kind)
        rows.append((f"{name} (our clock)", words.value(clock.ends_at), basis, ""))
    lines = [
        (line.title or "", line.quantity or "", words.value(line.unit_price or ""), line.parcel or "")
        for line in case.lines
    ]
    rows.append(("Today", case.today.isoformat(), "", ""))
    table = _table(("Fact", "What it says", "Source", "Read"), rows, "facts")
    return table + (_table(("Line", "Quantity", "Price", "Parcel"), lines, "lines") if lines else Markup(""))


def _fact(fact: Fact, words: _English) -> tuple[Any, ...]:
    label = FACT_LABELS.get(fact.name, fact.name)
    if isinstance(fact.value, date) and not isinstance(fact.value, datetime) and fact.name not in _PLAIN_DAYS:
        value = f"{fact.value.isoformat()} (Pacific day)"
    else:
        value = words.value(fact.value)
    if fact.text == GONE:
        value += ", later taken back by the page"
    elif fact.text:
        value += f" — “{one_line(fact.text, 160)}”"
    return (label, value, *_read(fact, words))


_PLAIN_DAYS = frozenset({"estimated_delivery"})


def _read(fact: Fact | None, words: _English) -> tuple[str, str]:
    return (words.source(fact.source), words.moment(fact.read_at)) if fact else ("", "")


# --- a parcel --------------------------------------------------------------------------------------------------


def _parcel(case: CaseFile, parcel: ParcelFile, words: _English) -> Iterator[Markup]:
    other = [number for number in parcel.numbers if number != parcel.number]
    said = [f"Also known as {', '.join(other)}." if other else ""]
    said.append(f"Carrier: {parcel.carrier}." if parcel.carrier else "")
    said.append(f"The same parcel carries {', '.join(parcel.shared_with)}." if parcel.shared_with else "")
    if any(said):
        yield Markup("<p>{}</p>").format(" ".join(text for text in said if text))
    yield from _elsewhere(case, parcel, words)
    yield from _differences(parcel, words)
    yield from _timeline(parcel, words)
    asked = [
        (source_name(one.source), one.number, words.moment(one.asked_at), OUTCOMES[one.outcome], one.scans)
        for one in parcel.sources
    ]
    if asked:
        yield _table(("Source", "Number", "Asked last", "Outcome", "Scans"), asked, "sources")
    if parcel.weights:
        told = "; ".join(f"{source_name(source)}: {weight}" for source, weight in parcel.weights)
        yield Markup("<p>Weights named: {}.</p>").format(told)


def _elsewhere(case: CaseFile, parcel: ParcelFile, words: _English) -> Iterator[Markup]:
    destination = destination_of(case)
    for scan in parcel.scans:
        if destination and arrived_elsewhere(case, scan):
            yield Markup(
                '<p class="differs">⚠ {} says “{}” in {} ({}); the order was to go to {}.</p>'
            ).format(
                source_name(scan.source),
                words.status(scan.status),
                one_line(scan.place or "", 80),
                words.value(scan.time.date()),
                destination,
            )


def _differences(parcel: ParcelFile, words: _English) -> Iterator[Markup]:
    for one in parcel.differences:
        said = [words.status(text) for text in (one.first_says, one.second_says)]
        yield Markup(
            '<p class="differs">⚠ The sources differ in the {}: {} says “{}” ({}), {} says “{}” ({}).</p>'
        ).format(
            one.kind,
            source_name(one.first.source),
            said[0],
            words.value(one.first.time.date()),
            source_name(one.second.source),
            said[1],
            words.value(one.second.time.date()),
        )
    early = [scan for scan in parcel.scans if scan.before_order and scan.physical]
    if early:
        yield Markup('<p class="differs">⚠ {} scan(s) are from before the order was placed.</p>').format(
            len(early)
        )


def _timeline(parcel: ParcelFile, words: _English) -> Iterator[Markup]:
    """All sources side by side, newest first, with the silences between the scans."""
    sources = sorted({scan.source for scan in parcel.scans} | {one.source for one in parcel.sources})
    if not sources:
        return
    silences = list(parcel.silences)
    rows: list[Markup] = []
    if silences and silences[-1].until is None:
        rows.append(_silence(silences.pop(), len(sources)))
    for scan in parcel.scans:
        cells = [_cell(scan, words) if scan.source == name else "" for name in sources]
        rows.append(_row((f"{scan.time:%Y-%m-%d %H:%M}", *cells)))
        ended = [gap for gap in silences if gap.until == scan.time.date()]
        if ended and _last_of_its_day(scan, parcel.scans):
            rows += [_silence(gap, len(sources)) for gap in ended]
    head = Markup("").join(
        Markup("<th>{}</th>").format(name) for name in ("Local time", *map(source_name, sources))
    )
    yield Markup('<table class="timeline"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        head, Markup("").join(rows)
    )


def _last_of_its_day(scan: Scan, scans: Sequence[Scan]) -> bool:
    """No other scan of that day comes below it (newest first)."""
    return [other for other in scans if other.time.date() == scan.time.date()][-1] is scan


def _silence(gap: Silence, columns: int) -> Markup:
    until = "and still" if gap.until is None else f"until {gap.until.isoformat()}"
    text = f"no scan in any source for {gap.days} days: since {gap.since.isoformat()} {until}"
    return Markup('<tr class="silence"><td colspan="{}">{}</td></tr>').format(columns + 1, text)


def _cell(scan: Scan, words: _English) -> Markup:
    status, text = words.status(scan.status), one_line(scan.text or "", 200)
    kind = "early" if scan.before_order else "advisory" if not scan.physical else ""
    return Markup('<div class="{}"><b>{}</b> {}<br><span class="soft">{}first read {}</span></div>').format(
        kind,
        status,
        "" if text.casefold() == status.casefold() else text,
        f"{one_line(scan.place, 80)} · " if scan.place else "",
        words.moment(scan.read_at),
    )


# --- what was said and done ------------------------------------------------------------------------------------


def _dispute(case: CaseFile, words: _English) -> Markup:
    rows = []
    for step in case.steps:
        said = "; ".join(
            f"{STEP_LABELS[name]}: {_step_value(name, value, words)}" for name, value in step.said
        )
        rows.append((words.moment(step.read_at), step.dispute_id or "", said))
    return _table(("Read", "Case", "What was new"), rows, "steps")


def _step_value(name: str, value: Any, words: _English) -> str:
    if name == "state":
        return STATES.get(str(value), str(value))
    return (
        words.instant(str(value))
        if name in ("opened_at", "proposed_at", "answer_due")
        else words.value(value)
    )


def _marks(marks: Sequence[MarkMade], words: _English) -> Markup:
    rows = [
        (
            words.moment(mark.at),
            MARKS[mark.kind],
            mark.parcel or mark.number or mark.line_id or "the order",
        )
        for mark in marks
    ]
    return _table(("When", "What", "About"), rows, "steps")


def _sentences(case: CaseFile, words: _English) -> Markup:
    rows = [
        (
            words.moment(one.at),
            f"“{one_line(one.text, 600)}”",
            ", ".join(words.name("trap", t) for t in one.traps),
        )
        for one in case.sentences
    ]
    return _table(("When", "Sentence", "What it asks for"), rows, "said")


def _picture(picture: Picture, words: _English) -> Markup:
    inside = base64.b64encode(picture.body).decode("ascii")
    at = datetime.fromisoformat(picture.at)
    return Markup(
        '<figure><img src="data:image/{};base64,{}"><figcaption>{}, {}{}<br>SHA-256 {}</figcaption></figure>'
    ).format(
        picture.kind,
        inside,
        words.source(picture.source),
        words.moment(at),
        f", {one_line(picture.url, 200)}" if picture.url else "",
        picture.sha256,
    )


def _rows(case: CaseFile, words: _English) -> Markup:
    rows = [
        (
            row.seq,
            words.moment(datetime.fromisoformat(row.seen_at)),
            row.what,
            _source_of(row.content or {}, words),
        )
        for row in case.rows[-MOST_ROWS_LISTED:]
    ]
    more = len(case.rows) - len(rows)
    note = f"{more} older rows are in record.jsonl only. " if more else ""
    text = Markup(
        '<p class="soft">{}The rows of the record that this file was made from; their full text is in record.jsonl, '
        "their chain of hashes in chain.jsonl. The chain shows that the record was not changed after its last hash was "
        "made known; it does not show who wrote it.</p>"
    ).format(note)
    return text + _table(("Row", "Read", "What", "Source"), rows, "rows")


def _source_of(content: dict[str, Any], words: _English) -> str:
    source = content.get("page") or content.get("source") or content.get("from")
    return one_line(words.source(str(source)), 60) if source else ""
