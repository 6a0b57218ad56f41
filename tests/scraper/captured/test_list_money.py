"""Totals of order lists: currencies, separators, coins and coupons."""

import pytest

from tests.scraper.captured.captures import assert_holds, card, order_list, read_out
from tests.scraper.captured.said import one_card


@pytest.mark.parametrize(
    ("price", "code", "money"),
    [
        ("1.234,56 €|1.234|56", "EUR", ("1234.56", "EUR")),
        ("1 234,56 zł|1 234|56", "PLN", ("1234.56", "PLN")),
        ("1\u00a0234,56\u00a0zł|1\u00a0234|56", "PLN", ("1234.56", "PLN")),
        ("US $1,234.56|1,234|56", "USD", ("1234.56", "USD")),
        ("$0.99|0|99", "USD", ("0.99", "USD")),
        ("₩23,400|23,400|", "KRW", ("23400", "KRW")),
        ("￥1,980|1,980|", "JPY", ("1980", "JPY")),
        ("1980円|1980|", "JPY", ("1980", "JPY")),
        ("1 234,50 ₽|1 234|50", "RUB", ("1234.50", "RUB")),
        ("₪89.90|89|90", "ILS", ("89.90", "ILS")),
        ("₺1.234,5|1.234|5", "TRY", ("1234.50", "TRY")),
        ("CHF 1’234.50|1’234|50", "CHF", ("1234.50", "CHF")),
        ("CLP 12.990|12.990|", "CLP", ("12990", "CLP")),
        ("SAR ١٬٢٣٤٫٥٦|١٬٢٣٤|٥٦", "SAR", ("1234.56", "SAR")),
        ("۱۲۳٫۴۵|۱۲۳|۴۵", "USD", ("123.45", "USD")),
        ("R$132,74|132|74", "BRL", ("132.74", "BRL")),
        ("£1,000.00|1,000|00", "GBP", ("1000.00", "GBP")),
        ("1 199,00 Kč|1 199|00", "CZK", ("1199.00", "CZK")),
        ("199 kr|199|", "SEK", ("199.00", "SEK")),
    ],
)
def test_money(price: str, code: str, money: tuple[str, str]) -> None:
    from decimal import Decimal

    order = one_card(
        order_list(card(formatPriceInfo=price, currencyCode=code, totalPriceText=price.split("|")[0]))
    )
    assert order["total"]["currency"] == money[1]
    assert Decimal(order["total"]["amount"]) == Decimal(money[0])


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("US $12.34", ("12.34", "USD")),
        ("1.234,56 €", ("1234.56", "EUR")),
        ("R$1.234,56", ("1234.56", "BRL")),
        ("€ 7,00", ("7.00", "EUR")),
    ],
)
def test_money_of_the_text_alone(text: str, money: tuple[str, str]) -> None:
    order = one_card(order_list(card(formatPriceInfo=None, currencyCode=None, totalPriceText=text)))
    assert_holds(order, {"total": {"amount": money[0], "currency": money[1]}})


@pytest.mark.parametrize("text", ["120 coins", "1 coupon", "Coins: 300", "Free"])
def test_coins_and_coupons_are_no_total(text: str) -> None:
    order = one_card(order_list(card(formatPriceInfo=None, totalPriceText=text)))
    assert "total" not in order


def test_old_expired_order_without_total() -> None:
    said = read_out(
        order_list(
            card(
                "700000000000123",
                code=9,
                statusText="Expired",
                currencyCode=None,
                formatPriceInfo=None,
                totalPriceText=None,
                orderDateText="Mar 3, 2019",
            )
        )
    )
    assert_holds(
        said,
        {"problems": [], "orders": [{"order_id": "700000000000123", "status": "expired", "total": None}]},
    )
