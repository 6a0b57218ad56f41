"""`orderwarden simulate STORY...`: the notices of dated stories, one JSON object a story."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from server.json_lines import given_text, json_object, print_line
from server.rules import Buyer, Casebook, Notice, Observation, Rules, replay
from server.rules.moments import read_instant
from server.rules.reading import Unreadable
from server.rules.records import parsed
from server.rules_toml import load_rules
from server.words import Words

Span = tuple[datetime, datetime]
FACTS = ("order", "tracking", "dispute", "chat", "mark")


class BadStory(ValueError):
    """A story that cannot be told; says where and why."""


def _member(story: Mapping[str, Any], name: str) -> Any:
    if name not in story:
        raise BadStory(f"{name} is missing")
    return story[name]


def _buyer(story: Mapping[str, Any]) -> Buyer:
    try:
        zone = ZoneInfo(_member(story, "zone"))
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise BadStory(f"zone: no time zone is called {story['zone']!r}") from None
    for name in ("region", "country", "city", "payment"):
        if not isinstance(story.get(name), str | None):
            raise BadStory(f"{name}: {story[name]!r} is no text")
    hours = _quiet(story.get("quiet"))
    return Buyer(
        zone,
        story.get("region", "other"),
        story.get("country"),
        story.get("city"),
        story.get("payment", "other"),
        hours,
    )


def _quiet(quiet: Any) -> tuple[time, time] | None:
    if not quiet:
        return None
    try:
        begin, end = map(time.fromisoformat, quiet)
        if begin.tzinfo or end.tzinfo:
            raise ValueError
    except (ValueError, TypeError):
        raise BadStory(f"quiet: {quiet!r} is no pair of wall times") from None
    return begin, end


def _instant(text: Any, zone: ZoneInfo, where: str) -> datetime:
    if not isinstance(text, str):
        raise BadStory(f"{where}: is missing or no text")
    try:
        return read_instant(text, zone)
    except ValueError as error:
        raise BadStory(f"{where}: {error}") from None


def _spans(story: Mapping[str, Any], name: str, zone: ZoneInfo) -> tuple[Span, ...]:
    spans = []
    listed = story.get(name) or []
    if not isinstance(listed, list):
        raise BadStory(f"{name}: is no list")
    for number, span in enumerate(listed):
        where = f"{name}[{number}]"
        if not isinstance(span, list) or len(span) != len(("from", "to")):
            raise BadStory(f"{where}: {span!r} is no pair of instants")
        begin, end = _instant(span[0], zone, where), _instant(span[1], zone, where)
        if begin >= end:
            raise BadStory(f"{where}: ends before it begins")
        spans.append((begin, end))
    return tuple(sorted(spans))


def _observations(story: Mapping[str, Any], zone: ZoneInfo, offline: tuple[Span, ...]) -> list[Observation]:
    found = []
    items = _member(story, "observations")
    if not isinstance(items, list):
        raise BadStory("observations: is no list")
    for number, item in enumerate(items):
        where = f"observations[{number}]"
        if not isinstance(item, dict):
            raise BadStory(f"{where}: is no object")
        at = _instant(item.get("at"), zone, f"{where}.at")
        what = [name for name in FACTS if name in item]
        if len(what) != 1 or not isinstance(item[what[0]], dict):
            raise BadStory(f"{where}: holds not exactly one of {', '.join(FACTS)}")
        at = next((end for begin, end in offline if begin < at < end), at)  # nothing is read while it is off
        try:
            parsed(observation := Observation(at, what[0], item[what[0]]), zone)
        except Unreadable as error:
            raise BadStory(f"{where}.{what[0]}.{error}") from None
        found.append(observation)
    found += [Observation(end, "asleep", {"from": begin.isoformat()}) for begin, end in offline]
    return sorted(found, key=lambda observation: observation.at)


def notices_of(story: Mapping[str, Any], rules: Mapping[str, Any]) -> Iterator[Notice]:
    """The notices of one story up to its `until`, in order of time. Raises BadStory."""
    buyer = _buyer(story)
    until = _instant(_member(story, "until"), buyer.zone, "until")
    offline = _spans(story, "offline", buyer.zone)
    casebook = Casebook(buyer, Rules.from_mapping(rules, buyer.region), _spans(story, "unread", buyer.zone))
    observations = [o for o in _observations(story, buyer.zone, offline) if o.at <= until]
    yield from replay(casebook, observations)
    asleep = next((begin for begin, end in offline if begin < until < end), until)
    yield from casebook.advance(asleep)


def told(notice: Notice, zone: ZoneInfo, words: Words) -> dict[str, Any]:
    """A notice as the command line prints it, times in the story's zone."""
    said = words.say(notice, zone)
    return {
        "at": notice.at.astimezone(zone).isoformat(),
        "kind": notice.kind,
        "level": notice.level,
        "order_ids": list(notice.order_ids),
        "parcels": list(notice.parcels),
        **({"deadline": notice.deadline.astimezone(zone).isoformat()} if notice.deadline else {}),
        "basis": notice.basis,
        "folded": list(notice.folded),
        "traps": list(notice.traps),
        "title": said.title,
        "why": said.why,
        "do": said.do,
    }


@click.command()
@click.argument("stories", nargs=-1, required=True, metavar="STORY...")
def command(stories: tuple[str, ...]) -> None:
    """Prints the notices of dated stories, one JSON object a story ("-" is standard input)."""
    rules, words, failed = load_rules(), Words("en"), False
    for name in stories:
        try:
            story = json_object(given_text(name))
            title, zone = _member(story, "story"), _buyer(story).zone
            answer = [told(notice, zone, words) for notice in notices_of(story, rules)]
        except ValueError as error:
            click.echo(f"{name}: {error}".replace("\n", " "), err=True)
            failed = True
            continue
        print_line({"story": title, "notices": answer})
    if failed:
        raise SystemExit(1)
