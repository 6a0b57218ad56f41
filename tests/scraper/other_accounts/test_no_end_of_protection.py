"""Days and spans in sentences about the protection that are not its end: it began, was extended, or is unclear."""

import pytest

from tests.scraper.other_accounts.sentences import said_by

NOT_THE_END = [
    ("en", "Buyer Protection starts Aug 3, 2026"),
    ("en", "You extended Buyer Protection on Jul 5, 2026"),
    ("en", "Order protection was requested on Jul 5, 2026"),
    ("en", "Buyer protection: covered since Jul 1, 2026"),
    ("de", "Käuferschutz verlängert am 5. Juli 2026"),
    ("de", "Der Käuferschutz beginnt am 3. Aug. 2026"),
    ("fr", "Protection prolongée le 5 juil. 2026"),
    ("fr", "La protection de l'acheteur commence le 3 août 2026"),
    ("es", "Protección ampliada el 5 jul 2026"),
    ("es", "La protección empieza el 3 ago 2026"),
    ("pt", "Proteção estendida em 5 de jul. de 2026"),
    ("it", "Protezione estesa il 5 lug 2026"),
    ("nl", "Bescherming verlengd op 5 jul. 2026"),
    ("pl", "Ochrona przedłużona 5 lip 2026"),
    ("ru", "Защита продлена 5 июля 2026"),
    ("ru", "Защита начинается 3 августа 2026"),
    ("uk", "Захист продовжено 5 лип. 2026"),
    ("tr", "Koruma 5 Tem 2026 tarihinde uzatıldı"),
    ("sv", "Köparskydd förlängdes den 5 juli 2026"),
    ("cs", "Ochrana byla prodloužena 5. 7. 2026"),
    ("el", "Η προστασία παρατάθηκε στις 5 Ιουλ 2026"),
    ("he", "ההגנה הוארכה ב-5 ביולי 2026"),
    ("ar", "تم تمديد الحماية في ٥ يوليو ٢٠٢٦"),
    ("ko", "구매자 보호가 2026년 7월 5일에 연장되었습니다"),
    ("ja", "保護期間は2026年7月5日に延長されました"),
    ("zh", "买家保护于2026年7月5日延长"),
]


@pytest.mark.parametrize(("language", "text"), NOT_THE_END)
def test_a_day_on_which_a_protection_began_or_was_extended(language: str, text: str) -> None:
    said = said_by(language, "shipped", text)
    assert [day.kind for day in said.dates] == ["stated"]
    assert said.page.problems


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Buyer protection was extended on Jul 5, 2026 until Sep 20, 2026", "2026-09-20"),
        ("Buyer protection has been extended to Sep 20, 2026", "2026-09-20"),
        ("Protection starts Jul 20, 2026 and ends Sep 20, 2026", "2026-09-20"),
        (
            "Your package was delivered on Jul 9, 2026, the order will be completed automatically on Jul 24, 2026",
            "2026-07-24",
        ),
        ("Protection ended on Jul 1, 2026", "2026-07-01"),
        ("Protection ends Jul 10, 2026", "2026-07-10"),
    ],
)
def test_the_end_beside_another_day(text: str, end: str) -> None:
    said = said_by("en", "shipped", text)
    assert [str(day.on) for day in said.dates if day.kind == "protection_end"] == [end]


@pytest.mark.parametrize(
    "text",
    [
        "Protection ends on 04/09/2026",
        "Protection period ends in 2 months",
        "Protection ends in 3 weeks",
        "Protection ends in 1 week 2 days",
        "Protection ends in 1 month, 4 days",
    ],
)
def test_an_end_that_is_not_understood_is_said_so(text: str) -> None:
    said = said_by("en", "shipped", text)
    assert said.dates == []
    assert said.page.problems
