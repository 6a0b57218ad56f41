"""What a seller's words ask or promise, in nineteen languages; harmless messages of like wording stay harmless."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from server.cli import main
from server.rules.traps import PHASES, TRAPS, matters, traps_in

HERE = Path(__file__).parent


def messages() -> Iterator[tuple[str, frozenset[str], str]]:
    """(language, traps, message) of the tables; those after the first were written before the lists had seen them."""
    for name in ("trap_messages.tsv", "trap_messages_unseen.tsv", "trap_messages_voices.tsv"):
        for line in (HERE / name).read_text("utf-8").splitlines():
            language, traps, text = line.split("\t")
            yield language, frozenset() if traps == "-" else frozenset(traps.split(",")), text


@pytest.mark.parametrize("language", sorted({language for language, _, _ in messages()}))
def test_messages(language: str) -> None:
    """Each is read alike with its language, without one, and with a wrong one."""
    wrong = [
        (text, sorted(traps), hint, sorted(found))
        for tongue, traps, text in messages()
        if tongue == language
        for hint in (language, None, "en")
        if (found := traps_in(text, hint)) != traps
    ]
    assert not wrong


def test_the_tables_are_large_enough() -> None:
    told = list(messages())
    assert len(told) >= 300
    assert len({language for language, _, _ in told}) >= 19
    assert sum(not traps for _, traps, _ in told) >= 100
    for language in ("en", "es", "pt", "ru", "fr", "de", "it", "pl", "ko"):
        named = {trap for tongue, traps, _ in told if tongue == language for trap in traps}
        assert named == set(TRAPS), language


def test_a_message_with_hidden_letters_and_capitals() -> None:
    assert traps_in("PLEASE CAN\u200bCEL THE DIS\u00adPUTE!!!") == {"cancel_dispute"}
    assert traps_in("ＣＡＮＣＥＬ ＤＩＳＰＵＴＥ please") == {"cancel_dispute"}
    assert traps_in("CIERRE LA RECLAMACION POR FAVOR") == {"cancel_dispute"}


def test_one_sentence_does_not_excuse_the_next() -> None:
    assert traps_in("Do not worry. Please cancel the dispute.") >= {"cancel_dispute"}
    assert traps_in("Thank you for your order. Cancel the dispute please.") == {"cancel_dispute"}


MATTERS = {
    "cancel_dispute": "dispute_open return_agreed",
    "just_wait": "near_end completed",
    "wrong_reason": "processing shipped near_end received completed dispute_open return_agreed refund_decided",
    "confirm_first": "processing shipped near_end completed dispute_open",
    "off_platform": " ".join(PHASES),
    "we_do_it_for_you": "processing shipped near_end received completed dispute_open return_agreed refund_decided",
    "zero_offer": "dispute_open return_agreed",
    "resend_new_number": "processing shipped near_end completed dispute_open",
    "fake_return_number": "dispute_open return_agreed",
    "pay_back_link": "refund_decided money_back",
}


@pytest.mark.parametrize("trap", TRAPS)
def test_when_a_trap_matters(trap: str) -> None:
    assert [phase for phase in PHASES if matters(trap, phase)] == [
        phase for phase in PHASES if phase in MATTERS[trap].split()
    ]


def test_what_is_no_trap_and_no_phase() -> None:
    with pytest.raises(ValueError, match="'nonsense' is no trap"):
        matters("nonsense", "shipped")
    with pytest.raises(ValueError, match="'later' is no phase"):
        matters("just_wait", "later")


@given(st.text(max_size=300))
def test_anything_can_be_read(text: str) -> None:
    assert traps_in(text) <= set(TRAPS)


def run(lines: str) -> Result:
    return CliRunner().invoke(main, ["traps"], input=lines)


def test_the_verb_tells_what_matters_in_the_phase() -> None:
    text = "pls close dispute and give me your paypal"
    asked = [
        {"text": text, "language": "en", "phase": phase}
        for phase in ("dispute_open", "shipped", "money_back")
    ]
    printed = run("\n".join(json.dumps(one) for one in [*asked, {"text": text}]))
    assert printed.exit_code == 0
    assert [json.loads(line)["traps"] for line in printed.output.splitlines()] == [
        ["cancel_dispute", "off_platform"],
        ["off_platform"],
        ["off_platform"],
        ["cancel_dispute", "off_platform"],
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"phase": "shipped"}', '"text" is missing'),
        ('{"text": "x", "phase": "later"}', "is no phase"),
        ("nope", "is no JSON"),
    ],
)
def test_a_bad_line_is_named(line: str, reason: str) -> None:
    printed = run(line)
    assert printed.exit_code == 1
    assert printed.stderr.startswith("standard input: line 1: ")
    assert reason in printed.stderr
