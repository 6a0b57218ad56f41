"""The status of an order: codes before words, and never a guess."""

import json
from typing import Any

import pytest

from scraper.aliexpress import Reading, read
from tests.scraper.aliexpress import pages


def of_card(status: str, tab: str = "all", **fields: Any) -> Reading:
    return read(pages.text(pages.order_list([pages.card(pages.ORDER, status, **fields)], tab=tab)))


def of_detail(title: str, code: Any = None, **fields: Any) -> Reading:
    return read(pages.text(pages.order_detail(title=title, code=code, **fields)))


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("To pay", "unpaid"),
        ("Awaiting payment", "unpaid"),
        ("A ser pago", "unpaid"),
        ("Aguardando pagamento", "unpaid"),
        ("Processing", "processing"),
        ("Ready to ship", "processing"),
        ("Payment being verified", "processing"),
        ("Processando", "processing"),
        ("Awaiting delivery", "shipped"),
        ("Processed", "shipped"),
        ("Aguardando a entrega", "shipped"),
        ("Enviado", "shipped"),
        ("Completed", "completed"),
        ("Finished", "completed"),
        ("Abgeschlossen", "completed"),
        ("Concluído ", "completed"),
        ("\u200fConcluído\u00a0", "completed"),
        ("Finalizado", "completed"),
        ("Expired", "expired"),
        ("Expirado", "expired"),
        ("Canceled", "cancelled"),
        ("Closed", "cancelled"),
        ("Compra cancelada", "cancelled"),
        ("Заказ отменён", "cancelled"),
        ("Получено подтверждение", "completed"),
    ],
)
def test_words(word: str, status: str) -> None:
    for reading in (of_card(word), of_detail(word)):
        assert (reading.orders[0].status, reading.problems) == (status, ())


@pytest.mark.parametrize(
    ("code", "word", "status"),
    [
        (8, "Foo", "shipped"),
        ("8", "Foo", "shipped"),
        (9, "Completed", "completed"),
        (9, "Expired", "expired"),
        (9, "Canceled", "cancelled"),
        ("WAIT_SELLER_SEND_GOODS", "Foo", "processing"),
        ("SELLER_PART_SEND_GOODS", "Foo", "processing"),
        ("RISK_CONTROL", "Foo", "processing"),
        ("WAIT_BUYER_ACCEPT_GOODS", "Foo", "shipped"),
        ("PLACE_ORDER_SUCCESS", "Foo", "unpaid"),
        ("FINISH", "Foo", "completed"),
    ],
)
def test_codes(code: Any, word: str, status: str) -> None:
    for parameters in (
        {"args": {"orderStatus": code}},
        json.dumps({"args": json.dumps({"orderStatus": code})}),
    ):
        reading = of_card(word, utParams=parameters)
        assert (reading.orders[0].status, reading.problems) == (status, ())
    reading = of_detail(word, code)
    assert (reading.orders[0].status, reading.problems) == (status, ())


@pytest.mark.parametrize("word", ["Foo", "Abgelaufenes Etwas", "配達？"])
def test_an_unknown_word_is_unknown_and_a_problem(word: str) -> None:
    line = {"orderLineId": pages.LINE}
    for reading in (of_card(word), of_detail(word), of_detail(word, 9, lines=[line]), of_detail(word, 77)):
        assert reading.orders[0].status == "unknown"
        assert any(word in problem for problem in reading.problems)


def test_an_unknown_code_is_a_problem_even_beside_a_known_word() -> None:
    reading = of_detail("Awaiting delivery", 77)
    assert reading.orders[0].status == "shipped"
    assert any("77" in problem for problem in reading.problems)


def test_a_code_beats_a_word_that_contradicts_it_and_says_so() -> None:
    reading = of_detail("Completed", 8)
    assert reading.orders[0].status == "shipped"
    assert any("Completed" in problem for problem in reading.problems)


def test_an_ended_order_in_unknown_words_was_completed_if_it_was_shipped() -> None:
    shipped = of_detail("Foo", 9, info={"orderShipTime": "Jul 16, 2026"})
    assert shipped.orders[0].status == "completed"


def test_an_ended_order_whose_words_say_it_is_on_its_way_is_unknown() -> None:
    assert of_detail("Awaiting delivery", 9).orders[0].status == "unknown"


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("buyer_accept_goods", "completed"),
        ("buyer_accept_goods_timeout", "completed"),
        ("buyer_pay_timeout", "expired"),
        ("seller_send_goods_timeout", "cancelled"),
        ("cancel_order_close_trade", "cancelled"),
        ("risk_reject_closed", "cancelled"),
    ],
)
def test_end_reasons(reason: str, status: str) -> None:
    assert of_card("Foo", endReason=reason).orders[0].status == status


def test_a_seller_who_let_the_dispute_run_out_means_a_refund() -> None:
    order = of_card("Foo", endReason="seller_response_issue_timeout").orders[0]
    assert [dispute.state for dispute in order.disputes] == ["refund_decided"]


def test_a_cancel_that_is_only_asked_for_is_not_cancelled() -> None:
    assert of_detail("Foo", "IN_CANCEL").orders[0].status == "processing"


def test_the_button_to_confirm_means_on_its_way() -> None:
    assert of_card("Foo", buttons=[{"type": "CONFIRM_GOODS"}]).orders[0].status == "shipped"


@pytest.mark.parametrize("tab", ["unpaid", "processing", "shipped", "completed"])
def test_the_tab_decides_where_the_word_is_unknown(tab: str) -> None:
    assert of_card("Foo", tab).orders[0].status == tab


def test_an_end_in_words_is_more_exact_than_the_tab() -> None:
    assert of_card("Expired", "completed").orders[0].status == "expired"


def test_the_date_of_the_end_is_the_completion_or_the_closing() -> None:
    info = {"orderEndTime": "Jul 28, 2026"}
    completed, closed = (
        of_detail("Completed", 9, info=info).orders[0],
        of_detail("Canceled", 9, info=info).orders[0],
    )
    assert (str(completed.completed_on), completed.closed_on) == ("2026-07-28", None)
    assert (str(closed.closed_on), closed.completed_on) == ("2026-07-28", None)


def test_finish_says_no_more_than_that_it_ended() -> None:
    assert of_detail("Expired", "FINISH").orders[0].status == "expired"
    assert of_detail("Canceled", "FINISH").orders[0].status == "cancelled"
