"""Claims: the right reason, only facts of the ledger, within the form."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from server.evidence.at_home import at_home
from server.evidence.case_file import CaseFile
from server.evidence.claims import claim_text
from server.evidence.grounds import REASONS, Reason, ground_of, reasons_for
from server.evidence.phrases import Phrases, languages
from server.evidence.texts import texts_of
from server.evidence.wishes import Wishes, WrongWish, wishes_of
from tests.server.evidence.stories import BERLIN, NUMBER, ORDER, lost_in_berlin, mark, nothing, scan, story
from tests.server.evidence.told import tell

Case = Callable[..., CaseFile]


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


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
def test_a_total_of_nothing_is_not_asked_for(case_of: Case, amount: str) -> None:
    told = lost_in_berlin(total={"amount": amount, "currency": "EUR"})
    (claim,) = texts_of(case_of(told), Wishes()).claims
    assert claim.text.endswith("I ask for a full refund.")


@pytest.mark.parametrize(
    ("total", "english", "german"),
    [
        ({"amount": "5800", "currency": "JPY"}, "¥5,800", "5.800\xa0¥"),
        ({"amount": "58000.00", "currency": "KRW"}, "₩58,000", "58.000\xa0₩"),
        ({"amount": "1.234", "currency": "KWD"}, "KWD1.234", "1,234\xa0KWD"),
    ],
)
def test_money_is_written_as_its_currency_is(
    case_of: Case, total: dict[str, str], english: str, german: str
) -> None:
    claims = texts_of(case_of(lost_in_berlin(total=total)), Wishes(language="de")).claims
    assert claims[0].text.endswith(f"a full refund of {english}.")
    assert claims[1].text.endswith(f"volle Erstattung von {german}.")


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


def of_parcel(at: str, kind: str, number: str) -> dict[str, Any]:
    made = mark(at, kind)
    made["mark"]["parcel"] = number
    return made


SECOND = "LP00990000000012"


def test_no_letter_asks_for_a_parcel_that_the_buyer_has(case_of: Case) -> None:
    told = two_parcels(of_parcel("2026-05-10T10:00", "received_ok", SECOND), other="delivered")
    (letter,) = texts_of(case_of(told), Wishes()).letters
    assert letter.number == NUMBER


def test_no_letter_says_not_received_of_what_came_later(case_of: Case) -> None:
    came = story(
        scan("2026-03-20T10:00", "delivered", "Berlin, DE"),
        mark("2026-03-21T09:00", "not_received"),
        mark("2026-03-25T09:00", "defect"),
    )
    assert texts_of(case_of(came), Wishes()).letters == ()


@pytest.mark.parametrize("kind", ["not_sure", "defect", "collected", "received_ok"])
def test_what_the_buyer_has_is_not_claimed_as_missing(case_of: Case, kind: str) -> None:
    told = two_parcels(
        of_parcel("2026-05-10T10:00", "not_received", NUMBER),
        of_parcel("2026-05-10T11:00", kind, NUMBER),
        of_parcel("2026-05-10T12:00", "not_received", SECOND),
    )
    case = case_of(told)
    (letter,) = texts_of(case, Wishes()).letters
    assert letter.number == SECOND
    for claim in texts_of(case, Wishes(reason="silent")).claims:
        assert f"number in the order is {SECOND}" in claim.text
        assert claim.text.startswith("Part of the order has reached me; the rest has not.")
        assert claim.text.endswith("I ask for a refund.")


@pytest.mark.parametrize("kind", ["not_sure", "collected"])
def test_of_what_is_here_nobody_writes_that_it_never_came(case_of: Case, kind: str) -> None:
    told = story(
        scan("2026-03-06T10:00", "accepted", "Yiwu, CN"),
        nothing("2026-05-10T09:00"),
        mark("2026-05-16T09:00", kind),
    )
    texts = texts_of(case_of(told), Wishes())
    assert texts.claims == ()
    assert texts.letters == ()


def test_a_letter_says_not_received_of_no_other_parcel(case_of: Case) -> None:
    told = two_parcels(of_parcel("2026-05-10T10:00", "not_received", NUMBER), other="delivered")
    letters = texts_of(case_of(told), Wishes(letter_language="en")).letters
    assert ["I have not received it." in letter.body for letter in letters] == [True, False]


def test_what_the_buyer_noted_of_another_parcel_is_not_said_of_this_one(case_of: Case) -> None:
    told = two_parcels(of_parcel("2026-05-10T10:00", "not_received", SECOND))
    (claim,) = texts_of(case_of(told), wishes_of(None, reason="not_in_hand")).claims
    assert NUMBER in claim.text
    assert "I noted" not in claim.text


def test_what_the_buyer_noted_of_this_parcel_is_said(case_of: Case) -> None:
    told = two_parcels(of_parcel("2026-05-10T10:00", "not_received", NUMBER))
    (claim,) = texts_of(case_of(told), wishes_of(None, reason="not_in_hand")).claims
    assert "On May 10, 2026 I noted that the parcel was not in my hands." in claim.text


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


def test_what_the_dispute_says_is_not_doubted(case_of: Case) -> None:
    unsure = "Use this text only if it is true"
    told = story(scan("2026-03-06T10:00", "accepted", "Yiwu, CN"), nothing("2026-05-10T09:00"))
    assert unsure in texts_of(case_of(told), Wishes()).door
    opened = {"dispute_id": "d1", "order_id": ORDER, "state": "waiting_for_seller"}
    told["observations"].append({"at": "2026-05-11T09:00", "dispute": opened})
    assert unsure not in texts_of(case_of(told), Wishes()).door
