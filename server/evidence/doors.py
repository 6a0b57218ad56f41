"""Which door: what to choose in the form and why, what to attach, what not to do; or that waiting is right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from server.evidence.case_file import CaseFile
from server.evidence.claims import newest, open_cases
from server.evidence.grounds import ABOUT_GOODS, Ground, decided, has_it, time_is_over
from server.evidence.phrases import Phrases


@dataclass(frozen=True)
class Door:
    """The advice for one case; `verdict` stands above everything else, empty parts do not apply."""

    verdict: tuple[str, ...]
    choose: str | None
    why: str | None
    attach: tuple[str, ...]
    avoid: tuple[str, ...]
    checklist: tuple[str, ...]
    offer: str | None
    outside: tuple[str, ...]

    def text(self, phrases: Phrases) -> str:
        """All of it as plain text, part by part."""
        parts: list[tuple[str, tuple[str, ...]]] = [
            ("", self.verdict),
            ("what_to_choose", (self.choose,) if self.choose else ()),
            ("why", (self.why,) if self.why else ()),
            ("attach", self.attach),
            ("avoid", self.avoid),
            ("offer", (self.offer,) if self.offer else ()),
            ("checklist", self.checklist),
            ("outside", self.outside),
        ]
        blocks = []
        for label, lines in parts:
            if lines:
                head = [phrases.say("label", label)] if label else []
                blocks.append("\n".join([*head, *(f"- {line}" if label else line for line in lines)]))
        return "\n\n".join(blocks) + "\n"


def door_of(case: CaseFile, ground: Ground | None, phrases: Phrases) -> Door:
    """The advice for the case as it stands."""
    state = next((dispute.state for dispute in case.view.disputes if dispute.open), None)
    state = state or next((dispute.state for dispute in reversed(case.view.disputes)), None)
    legal = phrases.say("verdict", "not_legal")
    if has_it(case):
        open_case = any(dispute.open for dispute in case.view.disputes)
        verdict = phrases.say("verdict", "have_it" if open_case else "wait")
        return Door((verdict, legal), None, None, (), (), (), None, ())
    if ground is None:
        steps = tuple(_checklist(state, None, case, phrases)) if state else ()
        verdict = phrases.say("verdict", _nothing_to_claim(case))
        return Door((verdict, legal), None, None, (), (), steps, _offer(case, phrases), ())
    table = f"door.{ground.reason}"
    verdicts = (legal,) if ground.said or state else (phrases.say("verdict", "only_if"), legal)
    return Door(
        verdict=verdicts,
        choose=None if state else phrases.say(table, "choose"),
        why=phrases.say(table, "why"),
        attach=phrases.several(table, "attach"),
        avoid=phrases.several(table, "avoid"),
        checklist=tuple(_checklist(state or "none", ground, case, phrases)),
        offer=_offer(case, phrases),
        outside=tuple(_outside(case, ground, phrases)),
    )


def _nothing_to_claim(case: CaseFile) -> str:
    """Which verdict stands in place of a claim."""
    if decided(case):
        return "decided"
    open_case = any(dispute.open for dispute in case.view.disputes)
    return "over" if time_is_over(case) and not open_case else "wait"


def _checklist(state: str, ground: Ground | None, case: CaseFile, phrases: Phrases) -> Iterator[str]:
    """What to do in this state; on appeal other things are new where the goods came."""
    table = f"checklist.{state}"
    if state == "cancelled":
        yield from _cancelled(table, case, phrases)
        return
    goods = ground is not None and ground.reason in ABOUT_GOODS
    for number, step in enumerate(phrases.several(table, "do")):
        other = goods and state == "decided_against_buyer" and number == 1
        yield phrases.say(table, "new_of_goods") if other else step


def _cancelled(table: str, case: CaseFile, phrases: Phrases) -> Iterator[str]:
    """Whether a cancelled case can still be opened again, and until which (Pacific) day."""
    if time_is_over(case):
        yield phrases.say(table, "too_late")
        return
    first, *rest = phrases.several(table, "do")
    yield first
    end = case.view.grace or case.view.end
    if end is not None and end.at > case.made_at:
        yield phrases.say(table, "until", {"until_on": end.day})
    yield from rest


def _offer(case: CaseFile, phrases: Phrases) -> str | None:
    """The newest offer of an open dispute beside the claim (or, without one, beside what was paid)."""
    if not any(dispute.open for dispute in case.view.disputes):
        return None
    still = open_cases(case)
    offered = [step for step in case.steps if step.dispute_id in still and newest([step], "offer")]
    if not offered:
        return None
    offer = newest(offered, "offer") or {}
    of_it = [step for step in case.steps if step.dispute_id == offered[-1].dispute_id]
    claim = newest(of_it, "claim") or case.value("total")
    if Decimal(offer["amount"]) <= 0:
        return phrases.say("offer", "nothing", {"offer": offer})
    if claim is None or Decimal(claim["amount"]) <= 0:
        return None
    values = {"offer": offer, "claim": claim}
    if offer["currency"] != claim["currency"]:
        return phrases.say("offer", "other_currency", values)
    share = Decimal(offer["amount"]) / Decimal(claim["amount"])
    if share >= 1:
        return phrases.say("offer", "all", values)
    return phrases.say("offer", "less", values | {"share": phrases.share(share)})


def _outside(case: CaseFile, ground: Ground, phrases: Phrases) -> Iterator[str]:
    """PayPal or the card, as what and until when; not before a case was lost or its time is over."""
    view = case.view
    over = view.open and time_is_over(case)
    if not over and not any(dispute.lost for dispute in view.disputes):
        return
    paid = view.paid_day
    opened = any(mark.kind == "paypal_opened" for mark in case.marks)
    if paid is None or view.payment not in ("card", "paypal") or opened:
        return
    paypal = view.payment == "paypal"
    limit = view.rules.paypal_open_days if paypal else view.rules.card_chargeback_days
    until = paid + timedelta(days=limit)
    if until >= case.today:
        kind = "goods" if ground.reason in ABOUT_GOODS else "missing"
        yield phrases.say("outside", f"{view.payment}_{kind}", {"until_on": until})
        yield phrases.say("outside", "one_road")
