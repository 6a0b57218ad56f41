"""Packs: what is in them, of whom, in which order; many orders; hostile text; what is never in them."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from syrupy.assertion import SnapshotAssertion

from scraper.facts import DISPUTE_STATES, MarkKind, Outcome
from server.cli import main
from server.evidence.case_file import CaseFile
from server.evidence.gathering import NOTICE_MARKS
from server.evidence.labels import MARKS, OUTCOMES, OUTSIDE, STATES
from server.evidence.manifest import check_pack
from server.evidence.scans import Scan, differences, weights
from server.evidence.sheet import case_page
from server.evidence.wishes import Wishes
from tests.server.evidence.stories import ORDER, lost_in_berlin
from tests.server.evidence.told import SHARED_STORIES, tell

Pack = Callable[..., Path]
HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><iframe src=//evil.example></iframe>',
    "../../../../etc/passwd",
    '=HYPERLINK("http://evil.example")',
    "\u202egnp.exe\x00\r\nSet-Cookie: x",
    "{today} {0.__class__} %s ${x}",
]


def content_of(pack: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(pack) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def test_what_is_in_a_pack(pack_of: Pack) -> None:
    content = content_of(pack_of(lost_in_berlin(), wishes=Wishes(language="de")))
    assert sorted(content) == sorted(
        [
            f"{ORDER}/evidence.html",
            f"{ORDER}/claim-en.txt",
            f"{ORDER}/claim-de.txt",
            f"{ORDER}/which-door.txt",
            f"{ORDER}/timeline.csv",
            f"{ORDER}/record.jsonl",
            "letters/LB480000056SG-de.txt",
            "letters/LB480000056SG-de.eml",
            "chain.jsonl",
            "README.txt",
            "manifest.json",
        ]
    )
    assert b"does not prove who wrote" in content["README.txt"]


def test_the_same_ledger_gives_the_same_pack(pack_of: Pack, tmp_path: Path) -> None:
    first = pack_of(lost_in_berlin()).read_bytes()
    shutil.rmtree(tmp_path / "home")
    assert pack_of(lost_in_berlin()).read_bytes() == first


def test_a_golden_pack(pack_of: Pack, snapshot: SnapshotAssertion) -> None:
    content = content_of(pack_of(lost_in_berlin(), wishes=Wishes(language="de")))
    page = BeautifulSoup(content[f"{ORDER}/evidence.html"], "lxml")
    assert "\n".join(page.body.stripped_strings if page.body else ()) == snapshot(name="evidence")
    for name in sorted(content):
        if name.endswith((".txt", ".csv")):
            assert content[name].decode().replace("\r\n", "\n") == snapshot(name=name)


def test_everything_that_a_page_may_name_has_its_words() -> None:
    assert set(OUTCOMES) == set(get_args(Outcome))
    assert set(STATES) == DISPUTE_STATES
    assert set(get_args(MarkKind)) - set(MARKS) <= NOTICE_MARKS | OUTSIDE


def test_a_delivery_in_another_place_stands_out(case_of: Callable[..., CaseFile]) -> None:
    page = BeautifulSoup(case_page(case_of(lost_in_berlin())), "lxml")
    marked = [one.text for one in page.select(".differs")]
    assert (
        "⚠ Cainiao says “Delivered” in Hamburg, DE (2026-03-30); the order was to go to 10115 Berlin, DE."
        in marked
    )


def test_sources_stand_side_by_side_with_their_silences(case_of: Callable[..., CaseFile]) -> None:
    case = case_of(lost_in_berlin())
    page = BeautifulSoup(case_page(case), "lxml")
    table = page.select_one(".timeline")
    assert table is not None
    assert [cell.text for cell in table.select("th")] == ["Local time", "Cainiao", "DHL Paket"]
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in table.select("tbody tr")]
    assert [row[0][:10] for row in rows if len(row) > 1] == ["2026-03-30", "2026-03-21", "2026-03-06"]
    assert [row[0] for row in rows if len(row) == 1] == [
        "no scan in any source for 9 days: since 2026-03-21 until 2026-03-30",
        "no scan in any source for 15 days: since 2026-03-06 until 2026-03-21",
    ]
    assert rows[0][1].startswith("Delivered Hamburg, DE · first read 2026-03-30 12:00")
    assert rows[0][2] == ""
    differs = [text.get_text() for text in page.select(".differs") if "sources differ" in text.get_text()]
    assert len(differs) == 2
    assert "Cainiao says “Delivered” (2026-03-30)" in differs[0]
    assert "0.420 kg" in differs[1]
    assert "1.1 kg" in differs[1]


def test_every_fact_names_its_source_and_time(case_of: Callable[..., CaseFile]) -> None:
    page = BeautifulSoup(case_page(case_of(lost_in_berlin())), "lxml")
    facts = [[cell.get_text() for cell in row.select("td")] for row in page.select(".facts tbody tr")]
    named = [fact for fact in facts if "(our clock)" not in fact[0] and fact[0] != "Today"]
    assert ["Placed on", "2026-03-01 (Pacific day)", "AliExpress, order page", "2026-03-02 12:00"] in named
    assert all(fact[2] and fact[3] for fact in named)
    text = page.get_text(" ")
    for word in (
        "waits for the buyer",
        "cancelling the dispute",
        "Not received",
        "Protection until May 18, 2026",
    ):
        assert word in text


def test_a_date_that_moved_is_shown_both_times(case_of: Callable[..., CaseFile]) -> None:
    told = lost_in_berlin()
    later = {"order_id": ORDER, "dates": [{"kind": "protection_end", "on": "2026-06-01"}]}
    told["observations"].append({"at": "2026-04-02T12:00", "order": later})
    case = case_of(told)
    ends = [fact.value.isoformat() for fact in case.stated if fact.name == "protection_end"]
    assert ends == ["2026-05-18", "2026-06-01"]
    newest = case.stated_day("protection_end")
    assert newest is not None
    assert newest.value.isoformat() == "2026-06-01"


def test_a_mark_taken_back_is_not_said(tmp_path: Path) -> None:
    from server.evidence.at_home import at_home

    told = lost_in_berlin()
    now = tell(tmp_path / "home", told)
    with at_home(tmp_path / "home", now) as there:
        assert [mark.kind for mark in there.case_file(ORDER).marks] == ["not_received"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_inert(pack_of: Pack, text: str) -> None:
    told = lost_in_berlin(
        store={"name": text},
        payment_method=text,
        lines=[{"line_id": text, "title": text, "quantity": 1, "sku": text}],
        destination_city=text,
    )
    event = told["observations"][3]["tracking"]["events"][0]
    event["text"] = event["place"] = text
    told["observations"][1]["order"]["dates"][0]["text"] = text
    told["observations"][5]["chat"]["text"] = f"Please cancel the dispute and I refund you. {text}"
    told["observations"][7]["dispute"] |= {"reason": text, "text": text, "dispute_id": text}
    pack = pack_of(told)
    assert check_pack(pack).wrong == []
    content = content_of(pack)
    assert all(".." not in name and "\x00" not in name and name.isascii() for name in content)
    html = content[f"{ORDER}/evidence.html"].decode()
    page = BeautifulSoup(html, "lxml")
    for tag in ("script", "iframe", "img", "object", "link", "form", "a"):
        assert page.find(tag) is None
    assert page.select_one("[onerror]") is None
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert "default-src 'none'" in policy["content"]
    for row in csv.reader(io.StringIO(content[f"{ORDER}/timeline.csv"].decode())):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    for name, raw in content.items():
        if name.endswith((".txt", ".eml")) and "answers" not in name:
            assert b"\x00" not in raw
            assert "\u202e" not in raw.decode()
    draft = content[next(name for name in content if name.endswith(".eml"))].partition(b"\r\n\r\n")[0]
    assert b"Set-Cookie" not in draft
    json.loads(content["manifest.json"])


def test_nothing_of_the_receiver_but_country_city_postcode(pack_of: Pack) -> None:
    told = lost_in_berlin(receiver_name="Erika Muster", address="Musterweg 5", phone="0301234567")
    raw = b"".join(
        value for name, value in content_of(pack_of(told)).items() if not name.endswith("record.jsonl")
    )
    for secret in (b"Erika", b"Musterweg", b"0301234567"):
        assert secret not in raw
    assert b"10115" in raw


def test_one_parcel_with_eleven_orders_is_one_pack_with_a_part_an_order(pack_of: Pack) -> None:
    told = lost_in_berlin()
    order_ids = [f"82990000000000{number}" for number in range(11, 22)]
    first, *rest = told["observations"]
    orders = [
        {
            "at": "2026-03-05T12:00",
            "order": {"order_id": order_id, "status": "shipped", "parcels": ["LP00990000000011"]},
        }
        for order_id in order_ids[1:]
    ]
    told["observations"] = [first, rest[0], *orders, *rest[1:]]
    pack = pack_of(told, *order_ids)
    found = check_pack(pack)
    assert found.wrong == []
    assert found.orders == tuple(order_ids)
    content = content_of(pack)
    assert {name.split("/")[0] for name in content if "/" in name} == {*order_ids, "letters"}
    assert sum(1 for name in content if name.startswith("letters/") and name.endswith(".txt")) == 1
    assert b"carries 8299000000000012" in content[f"{ORDER}/evidence.html"]


def test_an_order_that_no_page_named_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    tell(tmp_path / "home", lost_in_berlin())
    target = tmp_path / "pack.zip"
    words = ["evidence", ORDER, "1", "-o", str(target), "--home", str(tmp_path / "home"), "--no-pdf"]
    said = CliRunner().invoke(main, words)
    assert said.exit_code == 1
    assert "no page ever named the order 1" in said.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]


def test_the_commands(tmp_path: Path) -> None:
    tell(tmp_path / "home", lost_in_berlin())
    home = ["--home", str(tmp_path / "home")]
    target = tmp_path / "pack.zip"
    said = CliRunner().invoke(main, ["evidence", ORDER, "-o", str(target), "--no-pdf", *home])
    assert said.exit_code == 0, said.output
    assert "SHA-256 of its manifest" in said.output
    assert check_pack(target).holds
    said = CliRunner().invoke(main, ["claim", ORDER, "--language", "fr", *home])
    assert "[en] The parcel was recorded" in said.output
    assert "[fr] Le colis a été enregistré" in said.output
    said = CliRunner().invoke(main, ["letter", ORDER, *home])
    assert "Sehr geehrte Damen und Herren" in said.output
    said = CliRunner().invoke(main, ["letter", ORDER, "--mail", *home])
    assert said.output.startswith("mailto:?")
    said = CliRunner().invoke(main, ["record", *home])
    assert "Vega Store: 1 order(s), 0 arrived, 1 disputed, 0 refunded" in said.output
    said = CliRunner().invoke(main, ["claim", ORDER, "--reason", "because", *home])
    assert said.exit_code == 2
    assert "because" in said.output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["claim", "1"], "no page ever named the order 1"),
        (["letter", "1"], "no page ever named the order 1"),
        (["letter", ORDER, "--parcel", "LP00000000000018"], "has no parcel LP00000000000018"),
    ],
    ids=["claim", "letter", "parcel"],
)
def test_what_is_not_there_is_one_line(tmp_path: Path, words: list[str], why: str) -> None:
    tell(tmp_path / "home", lost_in_berlin())
    for home, reason in ((tmp_path / "home", why), (tmp_path / "none", "holds no database")):
        said = CliRunner().invoke(main, [*words, "--home", str(home)])
        assert (said.exit_code, said.stdout) == (1, "")
        [line] = said.stderr.splitlines()
        assert reason in line
    assert not (tmp_path / "none").exists()


def test_the_letter_about_what_the_buyer_has_is_one_line(tmp_path: Path) -> None:
    told = lost_in_berlin()
    told["observations"].append({"at": "2026-04-02T10:00", "mark": {"order_id": ORDER, "kind": "defect"}})
    tell(tmp_path / "home", told)
    said = CliRunner().invoke(main, ["letter", ORDER, "--home", str(tmp_path / "home")])
    assert (said.exit_code, said.stdout) == (1, "")
    [line] = said.stderr.splitlines()
    assert "you have it" in line


def test_no_text_of_a_page_steers_or_floods_the_papers(pack_of: Pack) -> None:
    evil = "\u202e\u2067\x1b[31m\x00\x07<b>gift</b> 🎁 " + "A" * 20_000
    told = lost_in_berlin(
        lines=[{"line_id": "1", "title": evil, "quantity": 1, "sku": evil}],
        store={"name": evil},
        status_text=evil,
        payment_method=evil,
    )
    for one in told["observations"]:
        for event in one.get("tracking", {}).get("events", ()):
            event["text"] = event["place"] = evil[:400]
        if "tracking" in one:
            one["tracking"]["carrier"] = evil
        if "dispute" in one:
            one["dispute"] |= {"dispute_id": evil, "reason": evil, "text": evil}
        if "chat" in one:
            one["chat"]["text"] += evil
    for name, raw in content_of(pack_of(told, wishes=Wishes(language="ar"))).items():
        if name.endswith((".html", ".csv", ".txt", ".eml")):
            text = raw.decode()
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text), name
            assert "A" * (301 if name.endswith("l") else 2_001) not in text.replace("A" * 480, ""), name
            assert "<b>gift" not in text or not name.endswith(".html"), name


def test_weights_are_read_where_a_scan_names_them() -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 3, 1, tzinfo=UTC)

    def one(text: str) -> Scan:
        return Scan(datetime(2026, 3, 1), "cainiao", "accepted", None, text, at)  # noqa: DTZ001

    texts = {
        "Weight: 0.35 kg": "0.35 kg",
        "420 g": "420 g",
        "вес 1,2 кг": "1,2 кг",
        "Вес: 350 г": "350 г",
        "Weight:420G": "420G",
        "重量:420G": "420G",
        "Gewicht 5 g": "5 g",
        "5G router": None,
        "router, 5 G": None,
        "4g lte": None,
        "WiFi 2.4G": None,
        "G20 summit": None,
        "12 kgf/cm": None,
        "room 3.g": None,
        "Прибыло 12 марта 2026 г.": None,
        "Отделение 12 г. Москва": None,
        "Αθήνα 10431 GR": None,
        "Customs duty 500 KGS": None,
        "Weight: 0.00 kg": None,
        "0 g": None,
        "4K A5 10W 100ml 1 pcs 5V 2A 12.03.2026": None,
    }
    for text, weight in texts.items():
        assert weights([one(text)]) == ((("cainiao", weight),) if weight else ()), text


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("Weight 1,250 g", "1.25"),
        ("Gewicht 1.250 g", "1.25"),
        ("Weight 0.420 g", "0.00042"),
        ("1,250 kg", "1.250"),
        ("5G, weight 420 g", "0.42"),
    ],
)
def test_a_weight_is_read_as_it_is_meant(text: str, kilograms: str) -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 3, 1, tzinfo=UTC)
    ours, other = (
        Scan(datetime(2026, 3, 1), source, "accepted", None, said, at)  # noqa: DTZ001
        for source, said in (("cainiao", text), ("ups", "50 kg"))
    )
    (found,) = differences([ours, other])
    assert found.first_says == f"{kilograms} kg"


def test_a_parcel_that_nobody_weighed_is_not_said_to_weigh_another() -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 3, 1, tzinfo=UTC)
    scans = [
        Scan(datetime(2026, 3, 1), source, "accepted", None, said, at)  # noqa: DTZ001
        for source, said in (("cainiao", "Weight: 0.0 kg"), ("ups", "Weight: 1 kg"))
    ]
    assert differences(scans) == ()


def stories() -> list[Any]:
    if not SHARED_STORIES.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip(reason="the shared stories are not here"))]
    told = []
    for path in sorted(SHARED_STORIES.glob("*.json")):
        story = json.loads(path.read_text("utf-8"))
        if any("dispute" in one for one in story["observations"]):
            told.append(pytest.param(path, id=path.stem))
    return told


@pytest.mark.parametrize("path", stories())
def test_every_story_with_a_dispute_makes_a_pack_that_holds(pack_of: Pack, path: Path) -> None:
    story = json.loads(path.read_text("utf-8"))
    order_ids = list(
        dict.fromkeys(one["dispute"]["order_id"] for one in story["observations"] if "dispute" in one)
    )
    pack = pack_of(story, *order_ids, wishes=Wishes(language="de"))
    found = check_pack(pack)
    assert found.wrong == []
    content = content_of(pack)
    for order_id in order_ids:
        for name, raw in content.items():
            if name.startswith(f"{order_id}/") and name.endswith((".txt", ".html")):
                text = raw.decode()
                assert "None" not in text, name
                assert "{" not in text.partition("</style>")[2] if name.endswith(".html") else "{" not in text
        steps = BeautifulSoup(content[f"{order_id}/evidence.html"], "lxml").find("h2", string="The dispute")
        assert steps is not None
