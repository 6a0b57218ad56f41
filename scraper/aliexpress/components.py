"""The components of an "ultronage" answer: chosen by `tag`, never by key, in the order of `hierarchy.structure`."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from scraper.aliexpress.body import record


class Component(NamedTuple):
    """One component of a page."""

    key: str
    tag: str
    id: str | None
    fields: dict[str, Any]


def components(data: Mapping[str, Any]) -> list[Component]:
    """All components of `data.data`, as the page displays them; those that no structure names come last."""
    plain = data.get("data")
    plain = record(plain) if not isinstance(plain, list) else {str(i): part for i, part in enumerate(plain)}
    found = {key: part for key, raw in plain.items() if (part := _component(key, raw))}
    order = _display_order(record(data.get("hierarchy")))
    shown = [found[key] for key in order if key in found]
    return shown + [part for key, part in found.items() if key not in order]


def broken(data: Mapping[str, Any]) -> list[str]:
    """The keys of members that stand among the components and are none: no object, without a tag, without fields."""
    plain = data.get("data")
    parts = enumerate(plain) if isinstance(plain, list) else record(plain).items()
    return [str(key) for key, raw in parts if not _whole(str(key), raw)]


def _whole(key: str, raw: Any) -> bool:
    if isinstance(raw, dict) and isinstance(raw.get("fields"), dict) and isinstance(raw.get("tag"), str):
        return True
    part = _component(key, raw)
    return part is not None and (bool(part.fields) or not raw.get("fields"))


def named_in_vain(data: Mapping[str, Any], tag: str) -> int:
    """How many components the structure names under that tag which are not there."""
    there = record(data.get("data"))
    order = _display_order(record(data.get("hierarchy")))
    return sum(f"{tag}_" in key and key not in there for key in order)


def tags(data: Mapping[str, Any]) -> set[str]:
    """The tags of all components."""
    return {part.tag for part in components(data)}


def first(parts: Sequence[Component], tag: str) -> dict[str, Any] | None:
    """The fields of the first component with that tag."""
    return next((part.fields for part in parts if part.tag == tag), None)


def _component(key: str, raw: Any) -> Component | None:
    if not isinstance(raw, dict):
        return None
    tag = raw.get("tag") or raw.get("type")
    if not isinstance(tag, str):
        return None
    own_id = raw.get("id")
    return Component(key, tag, own_id if isinstance(own_id, str) else None, record(raw.get("fields")))


def _display_order(hierarchy: Mapping[str, Any]) -> dict[str, int]:
    """The place of every key: the tree of `structure`, from its root, depth first."""
    structure = record(hierarchy.get("structure"))
    place: dict[str, int] = {}
    stack = [hierarchy["root"]] if isinstance(hierarchy.get("root"), str) else []
    stack += [] if stack else list(structure)[::-1]
    while stack:
        key = stack.pop()
        if not isinstance(key, str) or key in place:
            continue
        place[key] = len(place)
        children = structure.get(key)
        stack += children[::-1] if isinstance(children, list) else []
    return place
