"""Claims, doors and letters: the right reason, only facts of the ledger, whole sentences, every language."""

import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.facts import DISPUTE_STATES
from server.evidence.at_home import at_home
from server.evidence.case_file import CaseFile
from server.evidence.claims import claim_text
from server.evidence.grounds import REASONS, Reason, ground_of, reasons_for
from server.evidence.letters import letter_of
from server.evidence.phrases import HERE, Phrases, language_of, languages, one_line
from server.evidence.sheet import case_page
from server.evidence.texts import texts_of
from server.evidence.wishes import Wishes, WrongWish, wishes_of
from tests.server.evidence.stories import ORDER, lost_in_berlin
from tests.server.evidence.told import tell

BERLIN = ZoneInfo("Europe/Berlin")
NUMBER = "LP00990000000011"
HARMFUL = tomllib.loads((Path(__file__).parents[1] / "words/harmful.toml").read_text(encoding="utf-8"))
Case = Callable[..., CaseFile]


def story(*observations: dict[str, Any], **order: Any) -> dict[str, Any]:
    """An order sent to Berlin on 4 March, and what came after."""
    first = {
        "order_id": ORDER,
        "page": "order_detail",
        "status": "shipped",
        "placed_on": "2026-03-01",
        "shipped_on": "2026-03-04",
        "parcels": [NUMBER],
        "dates": [{"kind": "protection_end", "on": "2026-05-18"}],
    }
    return {
        "zone": "Europe/Berlin",
        "country": "DE",
        "city": "Berlin",
        "observations": [{"at": "2026-03-05T12:00", "order": first | order}, *observations],
    }


def scan(at: str, status: str, place: str, text: str = "", day: str | None = None) -> dict[str, Any]:
    event = {"local_time": day or at, "status": status, "place": place, "text": text or status}
    return {
        "at": at,
        "tracking": {"source": "cainiao", "outcome": "ok", "number": NUMBER, "events": [event]},
    }


def mark(at: str, kind: str) -> dict[str, Any]:
    return {"at": at, "mark": {"order_id": ORDER, "kind": kind}}


def nothing(at: str) -> dict[str, Any]:
    return {"at": at, "tracking": {"source": "cainiao", "outcome": "unknown", "number": NUMBER}}


BY_REASON: list[tuple[str | None, dict[str, Any]]] = [
    ("returned", story(scan("2026-03-20T10:00", "returning", "Leipzig, DE", "Return to sender"))),
    ("returned", story(scan("2026-03-20T10:00", "lost_or_destroyed", "Leipzig, DE"))),
    ("customs", story(scan("2026-03-20T10:00", "customs_held", "Leipzig, DE"))),
    ("delivered_elsewhere", story(scan("2026-03-20T10:00", "delivered", "Lyon, FR"))),
    ("other_parcel", story(scan("2026-03-20T10:00", "delivered", "Berlin, DE", day="2026-01-11T08:00"))),
    (
        "not_in_hand",
        story(scan("2026-03-20T10:00", "delivered", "Berlin, DE"), mark("2026-03-21T09:00", "not_received")),
    ),
    (
        "defective",
        story(scan("2026-03-20T10:00", "delivered", "Berlin, DE"), mark("2026-03-21T09:00", "defect")),
    ),
    ("dead_number", story(nothing("2026-03-06T10:00"), nothing("2026-03-20T10:00"))),
    (
        "silent",
        story(scan("2026-03-06T10:00", "accepted", "Yiwu, CN"), mark("2026-04-20T09:00", "extension_asked")),
    ),
    (None, story(scan("2026-03-06T10:00", "accepted", "Yiwu, CN"))),
    (
        None,
        story(scan("2026-03-20T10:00", "delivered", "Berlin, DE"), mark("2026-03-21T09:00", "received_ok")),
    ),
    (None, story(status="processing", parcels=[], shipped_on=None)),
]


@pytest.mark.parametrize(("reason", "told"), BY_REASON)
def test_the_reason_follows_from_the_record(case_of: Case, reason: str | None, told: dict[str, Any]) -> None:
    ground = ground_of(case_of(told))
    assert (ground and ground.reason) == reason


def test_a_won_case_is_not_claimed_again(case_of: Case) -> None:
    told = lost_in_berlin()
    told["observations"].append(
        {
            "at": "2026-04-09T09:00",
            "dispute": {
                "dispute_id": "d1",
                "order_id": ORDER,
                "state": "refund_decided",
                "refund": {"amount": "58.00", "currency": "EUR"},
            },
        }
    )
    case = case_of(told)
    assert ground_of(case) is None
    assert "A refund is decided" in texts_of(case, Wishes()).door


def test_what_the_record_says_and_nothing_else(case_of: Case) -> None:
    case = case_of(lost_in_berlin())
    (claim,) = texts_of(case, Wishes()).claims
    assert claim.text.startswith("The parcel was recorded in a place where it was not meant to go")
    assert "I placed the order on March 1, 2026." in claim.text
    assert (
        "Cainiao records the arrival in another place: March 30, 2026 · Hamburg, DE · Delivered."
        in claim.text
    )
    assert "The order was to go to 10115 Berlin, DE." in claim.text
    assert "named March 25, 2026 as the day of delivery" in claim.text
    assert claim.text.endswith("I ask for a full refund of €58.00.")


def test_a_fact_that_is_not_there_is_left_out(case_of: Case) -> None:
    told = story(scan("2026-03-20T10:00", "delivered", "Lyon, FR"), dates=[], placed_on=None, shipped_on=None)
    (claim,) = texts_of(case_of(told), Wishes()).claims
    for word in ("placed the order", "protection", "sent on", "named", "None", "{", "  "):
        assert word not in claim.text
    assert claim.text.endswith("I ask for a full refund.")


def test_goods_are_worth_what_the_buyer_says(case_of: Case) -> None:
    told = story(mark("2026-03-21T09:00", "defect"), total={"amount": "40.00", "currency": "EUR"})
    case = case_of(told)
    (claim,) = texts_of(case, Wishes()).claims
    assert claim.text.endswith("I ask for a refund.")
    (claim,) = texts_of(case, wishes_of(None, amount="12,50 eur", described="The lens\nis cracked.")).claims
    assert claim.text.endswith("I ask for a refund of €12.50.")
    assert claim.text.splitlines()[0] == "What I received is defective. The lens is cracked."
    (claim,) = texts_of(case, wishes_of(None, reason="missing")).claims
    assert claim.text.startswith("Part of what I ordered is missing.")


def two_parcels(*more: dict[str, Any], other: str = "accepted") -> dict[str, Any]:
    told = story(
        scan("2026-03-06T10:00", "accepted", "Yiwu, CN"),
        nothing("2026-05-10T09:00"),
        *more,
        parcels=[NUMBER, "LP00990000000012"],
        total={"amount": "58.00", "currency": "EUR"},
    )
    second = scan("2026-03-20T11:00", other, "Berlin, DE")
    second["tracking"]["number"] = "LP00990000000012"
    told["observations"].insert(2, second)
    return told


def test_of_a_part_that_came_no_full_refund_is_asked(case_of: Case) -> None:
    here = mark("2026-03-21T09:00", "received_ok")
    here["mark"]["parcel"] = "LP00990000000012"
    told = two_parcels(other="delivered")
    told["observations"].insert(3, here)
    (claim,) = texts_of(case_of(told), Wishes()).claims
    assert claim.text.startswith("Part of the order has reached me; the rest has not.\n")
    assert "The order has not reached me" not in claim.text
    assert claim.text.endswith("I ask for a refund.")


def test_a_delivery_that_only_a_tracker_shows_is_not_said_to_have_come(case_of: Case) -> None:
    (claim,) = texts_of(case_of(two_parcels(other="delivered")), wishes_of(None, reason="silent")).claims
    assert "Part of the order" not in claim.text
    assert claim.text.endswith("I ask for a refund.")


def test_of_two_parcels_that_did_not_come_everything_is_asked(case_of: Case) -> None:
    (claim,) = texts_of(case_of(two_parcels()), Wishes()).claims
    assert claim.text.startswith("The order has not reached me.\n")
    assert claim.text.endswith("I ask for a full refund of €58.00.")


FACTS = (
    "placed_on",
    "paid_on",
    "shipped_on",
    "total",
    "dates",
    "parcels",
    "destination_city",
    "store",
    "lines",
)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CaseFile]:
    """The same case, each time with one fact less."""
    cases = {}
    for fact in FACTS:
        told = lost_in_berlin()
        for one in told["observations"]:
            one.get("order", {}).pop(fact, None)
        home = tmp_path_factory.mktemp(fact)
        now = tell(home, told)
        with at_home(home, now) as there:
            cases[fact] = there.case_file(ORDER)
    return cases


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("reason", REASONS)
def test_without_a_fact_its_sentence_is_left_out_and_no_other(
    berlin: CaseFile, bare: dict[str, CaseFile], reason: Reason, fact: str
) -> None:
    whole, less = (
        {line for claim in texts_of(case, Wishes(reason=reason)).claims for line in sentences_of(claim.text)}
        for case in (berlin, bare[fact])
    )
    new = less - whole
    assert all(re.match(INSTEAD.get(fact, "$"), sentence) for sentence in new), new


INSTEAD = {
    "placed_on": r"I paid for it on March 1, 2026\.",
    "total": r"I ask for a full refund\.",
    "destination_city": r"The order was to go to 10115, DE\.|The order was to go to 10115 Berlin, DE\.",
    "parcels": r"The order|The parcel|No tracker|Last scan",
}


def sentences_of(text: str) -> list[str]:
    return re.split(r"(?<=\.) (?=[A-Z])|\n", text)


def test_less_than_everything_is_the_buyers_own_wish(case_of: Case) -> None:
    case = case_of(lost_in_berlin())
    (claim,) = texts_of(case, wishes_of(None, amount="20 EUR")).claims
    assert claim.text.endswith("I ask for a refund of €20.00.")


def test_a_short_form_gets_whole_sentences(case_of: Case) -> None:
    case = case_of(lost_in_berlin())
    whole = texts_of(case, Wishes()).claims[0].text
    for limit in (200, 250, 400, 600):
        (claim,) = texts_of(case, Wishes(most_characters=limit)).claims
        assert len(claim.text) <= limit
        assert claim.dropped > 0
        assert claim.text.endswith("I ask for a full refund of €58.00.")
        assert claim.text.startswith("The parcel was recorded")
        rest = whole
        for sentence in re.split(r"(?<=\.)[ \n](?=[A-Z])", claim.text):
            assert sentence in rest
            rest = rest.split(sentence, 1)[1]


def test_no_text_says_that_something_was_sent_or_accepted() -> None:
    for language in languages():
        text = (HERE / f"{language}.toml").read_text(encoding="utf-8").casefold()
        assert "submitted" not in text.replace('"submitted"', "")
        assert "confirm receipt" not in text


@pytest.mark.parametrize("language", languages())
def test_every_language_says_the_same(language: str) -> None:
    english, words = sentences("en"), sentences(language)
    assert words.keys() == english.keys()
    for key, said in words.items():
        assert [fields(one) for one in said] == [fields(one) for one in english[key]], (language, key)
        assert all(one.strip() == one and one for one in said), (language, key)
        assert language == "en" or not set(said) & set(english[key]), f"{key} is English"
    assert {key.removeprefix("reason.") for key in words if key.startswith("reason.")} == set(REASONS)


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


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.fixture(scope="module")
def berlin(tmp_path_factory: pytest.TempPathFactory) -> CaseFile:
    """One case for all languages: it is only read."""
    home = tmp_path_factory.mktemp("berlin")
    now = tell(home, lost_in_berlin())
    with at_home(home, now) as there:
        return there.case_file(ORDER)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_in_every_language(berlin: CaseFile, language: str, reason: Reason) -> None:
    case = berlin
    ground = ground_of(case, reason)
    assert ground is not None
    claim = claim_text(case, ground, Phrases(language, BERLIN), limit=5000)
    assert claim.language == language
    million = {"amount": "1234567.89", "currency": "EUR"}
    for limit in (200, 400, 1000):
        short = claim_text(
            case, ground, Phrases(language, BERLIN), amount=million, described="Broken. " * 75, limit=limit
        )
        assert len(short.text) <= limit
    assert "{" not in claim.text
    assert "58" in claim.text or reason in ("customs",)


def test_english_comes_with_the_language_of_the_page(case_of: Case) -> None:
    claims = texts_of(case_of(lost_in_berlin()), Wishes(language="pt-BR")).claims
    assert [claim.language for claim in claims] == ["en", "pt"]
    assert "1 de março de 2026" in claims[1].text


def test_the_door_compares_the_offer_and_says_who_acts(case_of: Case) -> None:
    door = texts_of(case_of(lost_in_berlin()), Wishes()).door
    assert "The offer is €5.00, the claim is €58.00: 9% of it." in door
    assert "silence counts as agreement" in door
    assert "no legal advice" in door


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


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (["returned"], story(scan("2026-03-20T10:00", "returning", "Leipzig, DE"))),
        (["silent"], story(scan("2026-03-06T10:00", "accepted", "Yiwu, CN"))),
        (
            ["defective", "wrong", "fake", "missing"],
            story(scan("2026-03-20T10:00", "delivered", "Berlin, DE"), mark("2026-03-21T09:00", "defect")),
        ),
        (
            ["wrong", "defective", "fake", "missing"],
            story(
                scan("2026-03-20T10:00", "delivered", "Berlin, DE"), mark("2026-03-21T09:00", "received_ok")
            ),
        ),
    ],
)
def test_the_reasons_that_fit_stand_first(case_of: Case, first: list[str], told: dict[str, Any]) -> None:
    reasons = reasons_for(case_of(told))
    assert list(reasons[: len(first)]) == first
    assert sorted(reasons) == sorted(REASONS)


@pytest.mark.parametrize("language", languages())
def test_a_letter_s_draft_is_read_by_a_mail_program_as_it_was_written(
    berlin: CaseFile, language: str
) -> None:
    letter = letter_of(berlin, berlin.parcels[0], language)
    draft = message_from_bytes(letter.draft(), policy=default)
    assert draft["Subject"] == letter.subject
    assert draft["To"] is None
    assert draft.get_content_charset() == "utf-8"
    assert draft.get_content().replace("\r\n", "\n") == letter.body
    assert all(len(line) <= 78 and line.isascii() for line in letter.draft().decode("ascii").splitlines())
    subject, _, body = letter.mailto.removeprefix("mailto:?subject=").partition("&body=")
    assert (unquote(subject), unquote(body)) == (letter.subject, letter.body)
    closing, sender = letter.body.strip().split("\n\n")[-2:]
    assert "[" not in closing
    assert re.fullmatch(r"\[[^{}]+\]", sender)


def test_the_letter_speaks_the_language_of_the_destination(case_of: Case) -> None:
    case = case_of(lost_in_berlin())
    letter = letter_of(case, case.parcels[0])
    assert letter.language == "de"
    assert "Bitte teilen Sie mir schriftlich mit, wo, wann und an wen" in letter.body
    assert "10115 Berlin, DE" in letter.body
    assert "[Ihr Name und Ihre Anschrift]" in letter.body
    assert letter.mailto.startswith("mailto:?subject=Sendung%20")
    assert b"X-Unsent: 1" in letter.draft()
    assert letter_of(case, case.parcels[0], "fr").language == "fr"


@pytest.mark.parametrize(
    ("country", "language"),
    [
        ("DE", "de"),
        ("BR", "pt"),
        ("MX", "es"),
        ("UA", "uk"),
        ("IL", "he"),
        ("FI", "en"),
        (None, "en"),
        ("XX", "en"),
    ],
)
def test_countries_have_their_language(country: str | None, language: str) -> None:
    assert language_of(country) == language


@given(st.text())
def test_text_from_outside_is_one_line_without_control(text: str) -> None:
    line = one_line(text, 40)
    assert len(line) <= 40
    assert all(char.isprintable() for char in line)


@pytest.mark.parametrize(
    "amount",
    [
        "12",
        "EUR",
        "-5 EUR",
        "0 EUR",
        "1e3 EUR",
        "NaN EUR",
        "5 EURO",
        "5 XQQ",
        "1,234 EUR",
        "1.234 EUR",
        "9.5 JPY",
    ],
)
def test_a_wrong_amount_is_said(amount: str) -> None:
    with pytest.raises(WrongWish, match="is no amount"):
        wishes_of(None, amount=amount)


def test_a_sentence_ends_with_one_full_stop() -> None:
    day = {"today": date(2026, 3, 1)}
    assert Phrases("ru", BERLIN).say("claim", "today", day) == "Сегодня 1 марта 2026\u202fг."
    assert Phrases("de", BERLIN).say("claim", "today", day) == "Heute ist der 1. März 2026."
    scan = {"source": "Cainiao", "scan": "Delivered."}
    assert (
        Phrases("en", BERLIN).say("claim", "says_delivered", scan) == "Cainiao shows a delivery: Delivered."
    )
    assert Phrases("ja", BERLIN).say("claim", "destination", {"destination": "東京。"}) == "注文の宛先:東京。"


def test_days_are_counted_as_the_language_counts() -> None:
    assert Phrases("ru", BERLIN).span(22) == "22 дня"
    assert Phrases("pl", BERLIN).span(22) == "22 dni"
    assert Phrases("de", BERLIN).day(date(2026, 3, 1)) == "1. März 2026"


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


def test_what_the_dispute_says_is_not_doubted(case_of: Case) -> None:
    unsure = "Use this text only if it is true"
    told = story(scan("2026-03-06T10:00", "accepted", "Yiwu, CN"), nothing("2026-05-10T09:00"))
    assert unsure in texts_of(case_of(told), Wishes()).door
    opened = {"dispute_id": "d1", "order_id": ORDER, "state": "waiting_for_seller"}
    told["observations"].append({"at": "2026-05-11T09:00", "dispute": opened})
    assert unsure not in texts_of(case_of(told), Wishes()).door
