"""The detail of a dispute: by when the buyer must answer or send back, and what no deadline is."""

from typing import Any

import pytest

from tests.scraper.captured.captures import (
    SEEN,
    assert_holds,
    card,
    dispute_detail,
    order_list,
    read_out,
    refund_list,
    refund_row,
)

DUE_BY = [
    ("en", "Waiting for your response", "Please respond by Jul 14, 2026"),
    ("fr", "En attente de votre réponse", "Veuillez répondre avant le 14 juil. 2026"),
    ("pt_BR", "Aguardando sua resposta", "Responda até 14 jul, 2026"),
    ("ru", "Ожидание вашего ответа", "Ответьте до 14 июля 2026 г."),
    ("ko", "고객님의 응답 대기 중", "2026년 7월 14일까지 응답해 주세요"),
    ("ja", "お客様の返答待ち", "2026年7月14日までに返答してください"),
    ("zh", "等待您的响应", "请在2026年7月14日前响应"),
    ("ar", "في انتظار ردك", "يرجى الرد قبل ١٤ يوليو ٢٠٢٦"),
    ("pl", "Oczekiwanie na Twoją odpowiedź", "Odpowiedz do 14 lip 2026"),
    ("tr", "Yanıtınız bekleniyor", "14 Tem 2026 tarihine kadar yanıt verin"),
    ("cs", "Čeká se na vaši odpověď", "Odpovězte do 14. 7. 2026"),
    ("sv", "Väntar på ditt svar", "Svara senast 14 juli 2026"),
    ("nl", "Wachten op jouw reactie", "Reageer vóór 14 jul. 2026"),
    ("it", "In attesa della tua risposta", "Rispondi entro il 14 lug 2026"),
    ("el", "Αναμονή για την απάντησή σας", "Απαντήστε έως 14 Ιουλ 2026"),
    ("he", "ממתין לתגובתך", "יש להגיב עד 14 ביולי 2026"),
]
COUNTED = [
    (
        "en",
        "Waiting for your response",
        "Please respond within 2 days 5 hours, or the dispute will be closed.",
    ),
    ("de", "Warten auf Ihre Antwort", "Bitte antworten Sie innerhalb von 2 Tagen 5 Stunden."),
    ("es", "Esperando tu respuesta", "Tienes 2 días 5 horas para responder"),
    ("ru", "Ожидание вашего ответа", "Осталось 2 дня 5 часов для ответа"),
    ("uk", "Очікування вашої відповіді", "Залишилось 2 дн. 5 год."),
    ("he", "ממתין לתגובתך", "נותרו 2 ימים ו-5 שעות לתגובה"),
]


def one(language: str = "en", **module: Any) -> tuple[dict[str, Any], list[str]]:
    said = read_out(dispute_detail(**module), seen_at=SEEN, language=language)
    return said["disputes"][0], said["problems"]


@pytest.mark.parametrize(("language", "status", "text"), DUE_BY)
def test_the_day_of_an_answer(language: str, status: str, text: str) -> None:
    found, problems = one(language, reverseDetailStatusText=status, tips=text)
    assert_holds(found, {"state": "waiting_for_buyer", "answer_due": "2026-07-14", "return_due": None})
    assert problems == []


@pytest.mark.parametrize(("language", "status", "text"), COUNTED)
def test_the_countdown_of_an_answer(language: str, status: str, text: str) -> None:
    found, problems = one(language, reverseDetailStatusText=status, tips=text)
    assert_holds(found, {"state": "waiting_for_buyer", "answer_due": "2026-07-13T13:00:00+00:00"})
    assert problems == []


def test_a_day_that_is_over_is_no_day_to_answer_by() -> None:
    story = [{"text": "Seller responded on Jul 9, 2026"}, {"text": "You must reply before Jul 14, 2026"}]
    found, _problems = one(reverseDetailStatusText="Waiting for your response", timeline=story)
    assert found["answer_due"] == "2026-07-14"
    found, _problems = one(reverseDetailStatusText="Waiting for your response", timeline=story[:1])
    assert "answer_due" not in found


def test_today_is_a_deadline_only_where_it_is_said_so() -> None:
    answered = {"text": "Seller responded on Jul 11, 2026"}
    found, _problems = one(
        reverseDetailStatusText="Waiting for your response",
        timeline=[answered, {"text": "Reply by Jul 14, 2026"}],
    )
    assert found["answer_due"] == "2026-07-14"
    found, _problems = one(reverseDetailStatusText="Waiting for your response", tips="Reply by Jul 11, 2026")
    assert found["answer_due"] == "2026-07-11"


def test_a_return_that_was_asked_for_some_days_ago() -> None:
    found, _problems = one(
        reverseDetailStatusText="Return in progress",
        tips="Return requested on Jul 1, 2026. Return by Jul 20, 2026.",
    )
    assert_holds(found, {"state": "return_agreed", "return_due": "2026-07-20"})


@pytest.mark.parametrize(
    ("language", "status", "tips"),
    [
        ("en", "Waiting for seller to confirm receipt of returned goods", "Remaining time: 9 days 3 hours"),
        ("en", "Waiting for the warehouse to inspect your return", "Return received on Jul 8, 2026"),
        ("zh", "等待卖家确认收到退货", "剩余时间：9天3小时"),
    ],
)
def test_what_is_sent_back_is_not_due_again(language: str, status: str, tips: str) -> None:
    found, _problems = one(language, reverseDetailStatusText=status, tips=tips)
    assert_holds(found, {"state": "return_agreed", "return_due": None})


def test_a_number_of_seconds_or_milliseconds_is_a_problem() -> None:
    found, problems = one(reverseDetailStatusText="Waiting for your response", leftTime=200_000)
    assert "answer_due" not in found
    assert "leftTime" in problems[0]


def test_a_timer_that_has_run_out_is_none() -> None:
    found, _problems = one(reverseDetailStatusText="Waiting for your response", sellerTimeout=1783500000000)
    assert "answer_due" not in found


def test_finished_in_words_that_nobody_knows() -> None:
    said = read_out(refund_list(refund_row(4, statusText="Refund failed")), seen_at=SEEN)
    assert said["disputes"][0]["state"] == "finished"
    assert "Refund failed" in said["problems"][0]


def test_a_line_of_a_list_that_says_by_when() -> None:
    said = read_out(
        refund_list(
            refund_row(3, orderStatusDesc="Please respond before 2026-07-14"),
            refund_row(3, orderStatusDesc="Return the item before 2026-07-20"),
            refund_row(3, orderStatusDesc="Waiting for your response 2026-07-09"),
            refund_row(3, orderStatusDesc="Waiting for seller's response before 2026-07-14"),
        ),
        seen_at=SEEN,
    )
    first, second, third, fourth = said["disputes"]
    assert_holds(first, {"state": "waiting_for_buyer", "answer_due": "2026-07-14", "return_due": None})
    assert_holds(second, {"state": "return_agreed", "answer_due": None, "return_due": "2026-07-20"})
    assert_holds(third, {"state": "waiting_for_buyer", "answer_due": None})
    assert_holds(fourth, {"state": "waiting_for_seller", "answer_due": None})


def test_a_card_of_the_refund_page_that_says_by_when() -> None:
    html = """<html lang="en"><body><div class="orderItem--orderItem--2ab">
    <div class="orderItem--orderSKUId--1">Order ID: 8213000000000011</div>
    <div class="orderItem--orderStatusDesc--9">Please respond before 2026-07-14</div></div></body></html>"""
    said = read_out(html, seen_at=SEEN, url="https://m.aliexpress.com/p/refund-dispute/list.html")
    assert_holds(said["disputes"], [{"state": "waiting_for_buyer", "answer_due": "2026-07-14"}])


def test_a_card_of_the_order_list_that_says_by_when() -> None:
    line = {"itemList": [{"detailList": [{"title": "Please respond within 2 days 5 hours"}]}]}
    said = read_out(order_list(card(exposeInfo=line)), seen_at=SEEN)
    assert_holds(said["orders"][0]["disputes"], [{"answer_due": "2026-07-13T13:00:00+00:00"}])
