"""The case file as pages to print: plain HTML, no script, every value escaped, every picture with source and time."""

import base64
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from server.evidence.case_file import GONE, CaseFile, Fact, MarkMade
from server.evidence.claims import destination_of
from server.evidence.labels import FACT_LABELS, MARKS, OUTSIDE, STATES, STEP_LABELS
from server.evidence.letters import Letter
from server.evidence.paper import English, page_of, section, table
from server.evidence.parcel_sheet import parcel_part
from server.evidence.phrases import one_line
from server.store.pictures import Picture

MOST_ROWS_LISTED = 400
LONGEST_TITLE = 300
UNSHOWN = "This picture cannot be shown; its file is in the folder pictures/ as it came."


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
    words = English(case)
    yield Markup("<h1>Order {}</h1>").format(case.order_id)
    yield Markup(
        '<p class="soft">Made on {} from a record kept on the buyer\'s own computer since {}. Every line names its '
        "source and when it was read. Times of scans are the local time at the scan; other times are {}.</p>"
    ).format(
        words.moment(case.made_at), words.moment(_first_reading(case)) if case.rows else "now", case.zone.key
    )
    yield from section("Claim", [Markup('<p class="claim">{}</p>').format(claim) for claim in claims])
    yield from section("The order", [_order(case, words)])
    for parcel in case.parcels:
        yield from section(f"Parcel {parcel.number}", parcel_part(case, parcel, words))
    yield from section("The dispute", [_dispute(case, words)] if case.steps else [])
    marks = [mark for mark in case.marks if mark.kind not in OUTSIDE]
    yield from section("What the buyer said", [_marks(marks, words)] if marks else [])
    yield from section("Sentences of the seller", [_sentences(case, words)] if case.sentences else [])
    yield from section("Pictures", [_picture(picture, words) for picture in case.pictures])
    yield from section("The record behind this", [_rows(case, words)])


def _first_reading(case: CaseFile) -> datetime:
    return datetime.fromisoformat(min(row.seen_at for row in case.rows))


def _order(case: CaseFile, words: English) -> Markup:
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
        (
            one_line(line.title or "", LONGEST_TITLE),
            line.quantity or "",
            words.value(line.unit_price or ""),
            line.parcel or "",
        )
        for line in case.lines
    ]
    rows.append(("Today", case.today.isoformat(), "", ""))
    facts = table(("Fact", "What it says", "Source", "Read"), rows, "facts")
    return facts + (table(("Line", "Quantity", "Price", "Parcel"), lines, "lines") if lines else Markup(""))


def _fact(fact: Fact, words: English) -> tuple[Any, ...]:
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


def _read(fact: Fact | None, words: English) -> tuple[str, str]:
    return (words.source(fact.source), words.moment(fact.read_at)) if fact else ("", "")


def _dispute(case: CaseFile, words: English) -> Markup:
    rows = []
    for step in case.steps:
        said = "; ".join(
            f"{STEP_LABELS[name]}: {_step_value(name, value, words)}" for name, value in step.said
        )
        rows.append((words.moment(step.read_at), step.dispute_id or "", said))
    return table(("Read", "Case", "What was new"), rows, "steps")


def _step_value(name: str, value: Any, words: English) -> str:
    if name == "state":
        return STATES.get(str(value), str(value))
    return (
        words.instant(str(value))
        if name in ("opened_at", "proposed_at", "answer_due")
        else words.value(value)
    )


def _marks(marks: Sequence[MarkMade], words: English) -> Markup:
    rows = [
        (
            words.moment(mark.at),
            MARKS[mark.kind],
            mark.parcel or mark.number or mark.line_id or "the order",
        )
        for mark in marks
    ]
    return table(("When", "What", "About"), rows, "steps")


def _sentences(case: CaseFile, words: English) -> Markup:
    rows = [
        (
            words.moment(one.at),
            f"“{one_line(one.text, 600)}”",
            ", ".join(words.name("trap", t) for t in one.traps),
        )
        for one in case.sentences
    ]
    return table(("When", "Sentence", "What it asks for"), rows, "said")


def _picture(picture: Picture, words: English) -> Markup:
    inside = base64.b64encode(picture.body).decode("ascii")
    at = datetime.fromisoformat(picture.at)
    return Markup(
        '<figure><img alt="{}" src="data:image/{};base64,{}"><figcaption>{}, {}{}<br>SHA-256 {}</figcaption></figure>'
    ).format(
        UNSHOWN,
        picture.kind,
        inside,
        words.source(picture.source),
        words.moment(at),
        f", {one_line(picture.url, 200)}" if picture.url else "",
        picture.sha256,
    )


def _rows(case: CaseFile, words: English) -> Markup:
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
    return text + table(("Row", "Read", "What", "Source"), rows, "rows")


def _source_of(content: dict[str, Any], words: English) -> str:
    source = content.get("page") or content.get("source") or content.get("from")
    return one_line(words.source(str(source)), 60) if source else ""
