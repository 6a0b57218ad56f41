"""The last day of a shelf or of an answer to customs, as the words of a scan name it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.carriers import sources
from scraper.carriers._until import until_day

SEVENTH = date(2026, 8, 7)


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("Available for collection until 7 August 2026", None, SEVENTH),
        ("Available for pickup until August 7, 2026", "en", SEVENTH),
        ("Please collect it by Aug 7th, 2026.", "en", SEVENTH),
        ("Package waits at the station until 2026-08-07", None, SEVENTH),
        ("Die Sendung liegt bis zum 07.08.2026 in der Filiale zur Abholung bereit", "de", SEVENTH),
        ("Votre colis vous attend jusqu'au 7 août 2026", "fr", SEVENTH),
        ("Votre colis vous attend jusqu'au vendredi 07/08/2026", "fr", SEVENTH),
        ("Disponible en oficina hasta el 7 de agosto de 2026", "es", SEVENTH),
        ("Disponibile per il ritiro fino al 7 agosto 2026", "it", SEVENTH),
        ("Aguardando retirada até 07/08/2026", "pt", SEVENTH),
        ("Хранение до 07.08.2026", "ru", SEVENTH),
        ("Te halen t/m 7 augustus 2026", "nl", SEVENTH),
        ("Available until 25/08/2026", None, date(2026, 8, 25)),
        ("Available until 07/08/2026", "en", None),
        ("Available until 31.02.2026", None, None),
        ("Available until Friday", None, None),
        ("Available until August 7", None, None),
        ("Arrived on 7 August 2026", None, None),
        ("Ready for collection at Bye Street 7 August 2026", None, None),
        (None, None, None),
    ],
)
def test_until(words: str | None, language: str | None, day: date | None) -> None:
    assert until_day(words, language) == day


@given(st.text(max_size=200))
def test_any_words(words: str) -> None:
    until_day(words)
    until_day(f"until {words}")


def told(code: str, words: str) -> tuple[object, object]:
    event = f'{{"timeStr": "2026-08-01 10:00:00", "actionCode": "{code}", "standerdDesc": "{words}"}}'
    body = f'{{"module": [{{"mailNo": "LP00731946205518", "mailNoSource": "AE", "detailList": [{event}]}}]}}'
    (tracking,) = sources()["cainiao"].read(body, ()).trackings
    return tracking.pickup_until, tracking.customs_due


def test_a_parcel_that_waits_says_until_when() -> None:
    assert told("GTMS_STA_SIGNED", "Ready for collection until 2026-08-07") == (SEVENTH, None)
    assert told("CC_IM_EXCEPTION", "Held by customs, papers wanted until 2026-08-07")[0] is None
    assert told("GTMS_SIGNED", "Delivered; a claim is possible until 2026-08-07") == (None, None)
