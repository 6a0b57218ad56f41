"""Amounts as native pages of many countries print them."""

import pytest

from scraper.aliexpress.money import amount_in, price
from scraper.aliexpress.sentences import has_amount
from scraper.facts import Money

PRINTED = [
    ("¥1,234", "JPY", "1234"),
    ("1,234円", "JPY", "1234"),
    ("₩12,300", "KRW", "12300"),
    ("12.300원", "KRW", "12300"),
    ("KRW 12,300", "KRW", "12300"),
    ("CLP 12.345", "CLP", "12345"),
    ("$12.345", "CLP", "12345"),
    ("CLP$12.345", "CLP", "12345"),
    ("$ 12.345 CLP", "CLP", "12345"),
    ("R$1.234,56", "BRL", "1234.56"),
    ("R$ 0,99", "BRL", "0.99"),
    ("1 234,50 zł", "PLN", "1234.50"),
    ("1.234,50zł", "PLN", "1234.50"),
    ("PLN 12,30", "PLN", "12.30"),
    ("CHF 1'234.50", "CHF", "1234.50"),
    ("CHF 1\u2019234.50", "CHF", "1234.50"),
    ("1'234.50 CHF", "CHF", "1234.50"),
    ("SFr. 12.50", "CHF", "12.50"),
    ("Fr. 12.50", "CHF", "12.50"),
    ("₹1,23,456.78", "INR", "123456.78"),
    ("₹ 12,34,567.00", "INR", "1234567.00"),
    ("Rs 499.50", "INR", "499.50"),
    ("٢٠٫٥٠ ر.س.", "SAR", "20.50"),
    ("\u0631.\u0633.\u200f \u0661\u066c\u0662\u0663\u0664\u066b\u0665\u0660", "SAR", "1234.50"),
    ("20.50 ر.س", "SAR", "20.50"),
    ("SR 1,234.50", "SAR", "1234.50"),
    ("SAR1,234.50", "SAR", "1234.50"),
    ("AED 99.00", "AED", "99.00"),
    ("\u062f.\u0625.\u200f \u0669\u0669\u066b\u0660\u0660", "AED", "99.00"),
    ("ج.م. 1,250.00", "EGP", "1250.00"),
    ("KWD 1.250", "KWD", "1.250"),
    ("KWD 12.500", "KWD", "12.500"),
    ("د.ك 1,234.500", "KWD", "1234.500"),
    ("1.250 TND", "TND", "1.250"),
    ("JOD 0.750", "JOD", "0.750"),
    ("BHD 1,250.125", "BHD", "1250.125"),
    ("₫1.234.567", "VND", "1234567"),
    ("Rp12.345", "IDR", "12345.00"),
    ("Rp 1.234.567", "IDR", "1234567.00"),
    ("Ft 12 345", "HUF", "12345.00"),
    ("12 345 Ft", "HUF", "12345.00"),
    ("1.234,50 lei", "RON", "1234.50"),
    ("RON 12,50", "RON", "12.50"),
    ("MX$1,234.50", "MXN", "1234.50"),
    ("$1,234.50", "MXN", "1234.50"),
    ("COP 12.345,00", "COP", "12345.00"),
    ("$12.345", "COP", "12345.00"),
    ("S/ 12.50", "PEN", "12.50"),
    ("S/.12.50", "PEN", "12.50"),
    ("US $1,234.50", "USD", "1234.50"),
    ("US $12.5", "USD", "12.50"),
    ("1 234,50 ₽", "RUB", "1234.50"),
    ("1 234,50 руб.", "RUB", "1234.50"),
    ("1 234,50 грн", "UAH", "1234.50"),
    ("₺1.234,50", "TRY", "1234.50"),
    ("1.234,50 TL", "TRY", "1234.50"),
    ("₪ 1,234.50", "ILS", "1234.50"),
    ("\u200f1,234.50 \u200f\u20aa", "ILS", "1234.50"),
    ("1 234,50 Kč", "CZK", "1234.50"),
    ("1 234:-", "SEK", "1234.00"),
    ("1 234,50 kr", "SEK", "1234.50"),
    ("SEK 12.50", "SEK", "12.50"),
    ("kr. 1.234,50", "DKK", "1234.50"),
    ("NT$1,234", "TWD", "1234.00"),
    ("HK$1,234.5", "HKD", "1234.50"),
    ("S$12.50", "SGD", "12.50"),
    ("RM12.50", "MYR", "12.50"),
    ("฿1,234.50", "THB", "1234.50"),
    ("₱1,234.50", "PHP", "1234.50"),
    ("₦12,345.00", "NGN", "12345.00"),
    ("R 1 234,50", "ZAR", "1234.50"),
    ("AU $12.50", "AUD", "12.50"),
    ("C$12.50", "CAD", "12.50"),
    ("12,50 €", "EUR", "12.50"),
    ("€ 1.234,50", "EUR", "1234.50"),
    ("1 234,50 €", "EUR", "1234.50"),
    ("1.234 €", "EUR", "1234.00"),
    ("₸12 345", "KZT", "12345.00"),
    ("12 345,50 ₸", "KZT", "12345.50"),
    ("CN¥30.00", "CNY", "30.00"),
    ("30.00元", "CNY", "30.00"),
    ("¥30.00", "CNY", "30.00"),
    ("DH 1,234.50", "MAD", "1234.50"),
    ("MAD 99.00", "MAD", "99.00"),
    ("£1,234.50", "GBP", "1234.50"),
    ("€0", "EUR", "0.00"),
    ("$U 1.234", "UYU", "1234.00"),
    ("₡12.345", "CRC", "12345.00"),
    ("₾ 12.50", "GEL", "12.50"),
    ("12,50 лв.", "BGN", "12.50"),
    ("1,234.5 ден", "MKD", "1234.50"),
    ("Bs 12,50", "BOB", "12.50"),
    ("Q12.50", "GTQ", "12.50"),
]


@pytest.mark.parametrize(("text", "currency", "amount"), PRINTED)
def test_amount_as_it_is_printed(text: str, currency: str, amount: str) -> None:
    assert amount_in(text, currency) == Money(amount=amount, currency=currency)
    alone = amount_in(text, None)
    assert alone is None or alone == Money(amount=amount, currency=currency)
    assert has_amount(text)


@pytest.mark.parametrize(
    ("info", "currency", "amount"),
    [
        ("¥1,234|1,234|", "JPY", "1234"),
        ("₩12,300|12,300|0", "KRW", "12300"),
        ("CLP 12.345|12.345|", "CLP", "12345"),
        ("$12.345|12|345", "CLP", "12345"),
        ("₹1,23,456.78|1,23,456|78", "INR", "123456.78"),
        ("CHF1'234.50|1'234|50", "CHF", "1234.50"),
        ("KWD 1.250|1|250", "KWD", "1.250"),
        ("R$1.234,00|1.234|00", "BRL", "1234.00"),
        ("١٬٢٣٤٫٥٠ ر.س.|١٬٢٣٤|٥٠", "SAR", "1234.50"),
    ],
)
def test_amount_in_three_parts(info: str, currency: str, amount: str) -> None:
    assert price(info, currency) == Money(amount=amount, currency=currency)


@pytest.mark.parametrize(
    ("text", "given", "currency"),
    [
        ("500円", "EUR", "JPY"),
        ("￥500", "CNY", "CNY"),
        ("￥500", "JPY", "JPY"),
        ("5 lei", "MDL", "MDL"),
        ("5 lei", "EUR", "RON"),
    ],
)
def test_a_sign_of_few_currencies_is_not_that_of_another(text: str, given: str, currency: str) -> None:
    found = amount_in(text, given)
    assert found
    assert found.currency == currency
