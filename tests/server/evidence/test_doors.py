"""Which door: what to choose and to do in each state of a case, in every language."""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scraper.facts import DISPUTE_STATES
from server.evidence.case_file import CaseFile
from server.evidence.grounds import REASONS
from server.evidence.phrases import HERE, languages
from server.evidence.sheet import case_page
from server.evidence.texts import texts_of
from server.evidence.wishes import Wishes, wishes_of
from tests.server.evidence.stories import ORDER, lost_in_berlin, mark, nothing, scan, story

Case = Callable[..., CaseFile]

HARMFUL = tomllib.loads((Path(__file__).parents[1] / "words/harmful.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", languages())
def test_no_advice_gives_the_case_away(language: str) -> None:
    """Warnings name what they warn of; nothing else may."""
    name = {"pt": "pt-BR"}.get(language, language)
    harmful = re.compile("|".join(HARMFUL[name]), re.IGNORECASE)
    for key, said in sentences(language).items():
        assert key.endswith(".avoid") or not any(harmful.search(one) for one in said), key


def test_states_and_reasons_have_their_advice() -> None:
    words = sentences("en")
    for reason in REASONS:
        assert {f"door.{reason}.{part}" for part in ("choose", "why", "attach", "avoid")} <= words.keys()
    for state in ("none", *DISPUTE_STATES):
        assert f"checklist.{state}.do" in words, state


def sentences(language: str) -> dict[str, list[str]]:
    """Every sentence by its path; a list holds several."""
    return dict(walk(tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))))


def walk(words: dict[str, Any], path: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in words.items():
        if isinstance(value, dict):
            yield from walk(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value if isinstance(value, list) else [value]


def test_the_door_compares_the_offer_and_says_who_acts(case_of: Case) -> None:
    door = texts_of(case_of(lost_in_berlin()), Wishes()).door
    assert "The offer is €5.00, the claim is €58.00: 9% of it." in door
    assert "silence counts as agreement" in door
    assert "no legal advice" in door


def of_case(at: str, dispute_id: str, state: str, **money: str) -> dict[str, Any]:
    said = {name: {"amount": amount, "currency": "EUR"} for name, amount in money.items()}
    return {"at": at, "dispute": {"dispute_id": dispute_id, "order_id": ORDER, "state": state, **said}}


def test_an_offer_is_compared_with_the_claim_of_its_own_case(case_of: Case) -> None:
    told = lost_in_berlin()
    told["observations"] += [
        of_case("2026-04-02T09:00", "d2", "waiting_for_buyer", claim="38.00", offer="3.80"),
        of_case("2026-04-03T09:00", "d1", "finished", claim="20.00", offer="19.00"),
    ]
    door = texts_of(case_of(told), Wishes()).door
    assert "The offer is €3.80, the claim is €38.00: 10% of it." in door
    assert "19.00" not in door


def test_after_a_part_was_refunded_no_full_refund_is_asked(case_of: Case) -> None:
    """The other case is still to be fought for, and what it claims is what is left."""
    told = lost_in_berlin()
    told["observations"] += [
        of_case("2026-04-02T09:00", "d1", "refund_decided", refund="20.00", claim="20.00"),
        of_case("2026-04-03T09:00", "d2", "waiting_for_buyer", claim="38.00", offer="3.80"),
        of_case("2026-04-04T09:00", "d1", "finished", claim="20.00"),
    ]
    texts = texts_of(case_of(told), Wishes())
    assert "Nothing to claim now" not in texts.door
    (claim,) = texts.claims
    assert claim.text.endswith("I ask for a refund of €38.00.")


def test_an_offer_of_nothing_is_called_so(case_of: Case) -> None:
    told = lost_in_berlin()
    told["observations"][-1]["dispute"]["offer"] = {"amount": "0.00", "currency": "EUR"}
    assert "that is nothing" in texts_of(case_of(told), Wishes()).door


def test_moving_means_wait_and_in_hand_means_close(case_of: Case) -> None:
    moving = texts_of(case_of(story(scan("2026-03-06T10:00", "accepted", "Yiwu, CN"))), Wishes())
    assert moving.claims == ()
    assert "the honest advice is to wait" in moving.door


def test_in_hand_with_an_open_case_means_close_it(case_of: Case) -> None:
    told = lost_in_berlin()
    told["observations"].append(mark("2026-04-02T09:00", "received_ok"))
    texts = texts_of(case_of(told), Wishes())
    assert texts.claims == ()
    assert "the honest end is to close the case" in texts.door


def test_after_a_lost_case_the_card_is_left(case_of: Case) -> None:
    told = lost_in_berlin()
    decision = {"dispute_id": "d1", "order_id": ORDER, "state": "decided_against_buyer"}
    told["observations"].append({"at": "2026-04-09T09:00", "dispute": decision})
    door = texts_of(case_of(told), Wishes()).door
    assert "only with something new" in door
    assert "until June 29, 2026" in door
    assert "because the goods were not provided, with" in door


def test_goods_are_brought_to_paypal_as_not_described(case_of: Case) -> None:
    told = lost_in_berlin(payment_method="PayPal")
    told["payment"] = "paypal"
    decision = {"dispute_id": "d1", "order_id": ORDER, "state": "decided_against_buyer"}
    told["observations"].append({"at": "2026-04-09T09:00", "dispute": decision})
    case = case_of(told)
    assert 'Open it as "item not received", with' in texts_of(case, Wishes()).door
    assert 'Open it as "not as described", with' in texts_of(case, wishes_of(None, reason="fake")).door


def test_what_was_opened_at_paypal_is_advised_no_more_and_stands_on_no_page(case_of: Case) -> None:
    told = lost_in_berlin(payment_method="PayPal")
    told["payment"] = "paypal"
    decision = {"dispute_id": "d1", "order_id": ORDER, "state": "decided_against_buyer"}
    told["observations"].append({"at": "2026-04-09T09:00", "dispute": decision})
    told["observations"].append(mark("2026-04-10T09:00", "paypal_opened"))
    case = case_of(told)
    assert "Open it as" not in texts_of(case, Wishes()).door
    assert "PayPal case" not in case_page(case)


def cancelled(*after: dict[str, Any]) -> dict[str, Any]:
    told = lost_in_berlin()
    closed = {"dispute_id": "d1", "order_id": ORDER, "state": "cancelled"}
    told["observations"] += [{"at": "2026-04-09T09:00", "dispute": closed}, *after]
    return told


def test_a_cancelled_case_is_opened_again_while_its_time_runs(case_of: Case) -> None:
    door = texts_of(case_of(cancelled()), Wishes()).door
    assert "try it today" in door
    assert "That time ends on June 2, 2026." in door  # 15 days after the end of the protection
    assert "The time for a claim at AliExpress is over" not in door


def test_a_cancelled_case_is_not_opened_again_too_late(case_of: Case) -> None:
    door = texts_of(case_of(cancelled(nothing("2026-06-10T09:00"))), Wishes()).door
    assert "The time for a claim at AliExpress is over: what is left is PayPal or your bank." in door
    assert "try it today" not in door
    assert "That time ends" not in door


def test_nothing_to_claim_after_the_time_is_no_advice_to_wait(case_of: Case) -> None:
    told = story(status="completed", completed_on="2026-03-20", parcels=[], dates=[])
    told["observations"].append(mark("2026-09-01T09:00", "extension_asked"))
    door = texts_of(case_of(told), Wishes()).door
    assert "nothing on record calls for one" in door
    assert "wait" not in door


def test_what_is_over_is_not_said_to_come(case_of: Case) -> None:
    told = story(scan("2026-03-06T10:00", "accepted", "Yiwu, CN"))
    (claim,) = texts_of(case_of(told), wishes_of(None, reason="silent")).claims
    assert "the protection ends on May 18, 2026" in claim.text
    told["observations"].append(nothing("2026-05-20T09:00"))
    (claim,) = texts_of(case_of(told), wishes_of(None, reason="silent")).claims
    assert "the protection ends" not in claim.text


def test_advice_fits_the_dispute_and_what_it_is_about(case_of: Case) -> None:
    lost = {
        "dispute_id": "d1",
        "order_id": ORDER,
        "state": "decided_against_buyer",
        "decided_on": "2026-04-08",
    }
    told = story(scan("2026-03-20T10:00", "delivered", "Berlin, DE"), mark("2026-03-21T09:00", "defect"))
    told["observations"].append({"at": "2026-04-09T09:00", "dispute": lost})
    case = case_of(told)
    door = texts_of(case, Wishes()).door
    assert "a statement of the maker or of a repair shop" in door
    assert "a scan that came later" not in door
    assert "a scan that came later" in texts_of(case, wishes_of(None, reason="silent")).door
