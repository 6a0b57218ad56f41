"""What a parcel did, on paper: every source side by side, where they differ, and the silences between the scans."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from server.evidence.case_file import CaseFile, ParcelFile
from server.evidence.claims import arrived_elsewhere, destination_of, source_name
from server.evidence.labels import OUTCOMES
from server.evidence.paper import English, table, table_row
from server.evidence.phrases import one_line
from server.evidence.scans import Scan, Silence


def parcel_part(case: CaseFile, parcel: ParcelFile, words: English) -> Iterator[Markup]:
    other = [number for number in parcel.numbers if number != parcel.number]
    said = [f"Also known as {', '.join(other)}." if other else ""]
    said.append(f"Carrier: {one_line(parcel.carrier, 80)}." if parcel.carrier else "")
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
        yield table(("Source", "Number", "Asked last", "Outcome", "Scans"), asked, "sources")
    if parcel.weights:
        told = "; ".join(f"{source_name(source)}: {weight}" for source, weight in parcel.weights)
        yield Markup("<p>Weights named: {}.</p>").format(told)


def _elsewhere(case: CaseFile, parcel: ParcelFile, words: English) -> Iterator[Markup]:
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


def _differences(parcel: ParcelFile, words: English) -> Iterator[Markup]:
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


def _timeline(parcel: ParcelFile, words: English) -> Iterator[Markup]:
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
        rows.append(table_row((f"{scan.time:%Y-%m-%d %H:%M}", *cells)))
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


def _cell(scan: Scan, words: English) -> Markup:
    status, text = words.status(scan.status), one_line(scan.text or "", 200)
    kind = "early" if scan.before_order else "advisory" if not scan.physical else ""
    return Markup('<div class="{}"><b>{}</b> {}<br><span class="soft">{}first read {}</span></div>').format(
        kind,
        status,
        "" if text.casefold() == status.casefold() else text,
        f"{one_line(scan.place, 80)} · " if scan.place else "",
        words.moment(scan.read_at),
    )
