"""`orderwarden verify`: whatever is altered, left out, added or broken is found, and an untouched pack holds."""

import hashlib
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from server.cli import main
from server.evidence.manifest import NotAPack, check_pack
from server.store import Store
from tests.server.evidence.stories import ORDER, lost_in_berlin

Change = Callable[[dict[str, bytes]], Any]


@pytest.fixture
def pack(pack_of: Callable[..., Path]) -> Path:
    return pack_of(lost_in_berlin())


def content_of(pack: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(pack) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def changed(pack: Path, change: Change, *, signed_again: bool = False) -> Path:
    """A copy of the pack with changed content; `signed_again`: its manifest fits the change."""
    content = content_of(pack)
    change(content)
    if signed_again:
        manifest = json.loads(content["manifest.json"])
        manifest["files"] = [
            {"name": name, "bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
            for name, raw in content.items()
            if name != "manifest.json"
        ]
        content["manifest.json"] = json.dumps(manifest).encode()
    copy = pack.with_name("changed.zip")
    with zipfile.ZipFile(copy, "w") as whole:
        for name, raw in content.items():
            whole.writestr(name, raw)
    return copy


def rows_of(content: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content[name].splitlines()]


def put_rows(content: dict[str, bytes], name: str, rows: list[dict[str, Any]]) -> None:
    content[name] = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def test_an_untouched_pack_holds(pack: Path) -> None:
    found = check_pack(pack)
    assert found.wrong == []
    assert found.orders == (ORDER,)
    assert found.rows == 8
    assert found.links >= found.rows


def test_an_altered_file_is_found(pack: Path) -> None:
    def change(content: dict[str, bytes]) -> None:
        content[f"{ORDER}/timeline.csv"] = content[f"{ORDER}/timeline.csv"].replace(b"Hamburg", b"Berlin")

    assert check_pack(changed(pack, change)).wrong == [
        f"{ORDER}/timeline.csv was altered: its content has another hash than the manifest says"
    ]


def test_a_missing_file_is_found(pack: Path) -> None:
    wrong = check_pack(changed(pack, lambda content: content.pop(f"{ORDER}/claim-en.txt"))).wrong
    assert wrong == [f"{ORDER}/claim-en.txt is missing"]


def test_an_added_file_is_found(pack: Path) -> None:
    wrong = check_pack(changed(pack, lambda content: content.update({"more.txt": b"x"}))).wrong
    assert wrong == ["more.txt was added: the manifest does not name it"]


def test_two_files_of_one_name_are_found(pack: Path) -> None:
    with zipfile.ZipFile(pack, "a") as whole, pytest.warns(UserWarning, match="Duplicate name"):
        whole.writestr("README.txt", whole.read("README.txt"))
    assert check_pack(pack).wrong == ["README.txt is in the pack more than once"]


def test_an_altered_row_is_found_although_the_manifest_fits(pack: Path) -> None:
    def change(content: dict[str, bytes]) -> None:
        rows = rows_of(content, f"{ORDER}/record.jsonl")
        row = next(row for row in rows if row["what"] == "tracking" and "Hamburg" in str(row))
        row["content"]["events"][0]["place"] = "Berlin, DE"
        put_rows(content, f"{ORDER}/record.jsonl", rows)

    (wrong,) = check_pack(changed(pack, change, signed_again=True)).wrong
    assert "is not the one that the chain holds" in wrong


def test_a_row_that_was_never_in_the_record_is_found(pack: Path) -> None:
    def change(content: dict[str, bytes]) -> None:
        rows = rows_of(content, f"{ORDER}/record.jsonl")
        put_rows(content, f"{ORDER}/record.jsonl", [*rows, rows[0] | {"seq": 999}])

    (wrong,) = check_pack(changed(pack, change, signed_again=True)).wrong
    assert "row 999 is not the one that the chain holds" in wrong


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda links: links.pop(2), "the row is missing"),
        (lambda links: links[2].update(content_hash="0" * 64), "it was altered"),
        (lambda links: links[2].update(prev_hash="0" * 64), "it does not follow the row before"),
        (lambda links: links.pop(), "does not end where the manifest says"),
        (lambda links: links.pop(0), "the row is missing"),
    ],
)
def test_a_broken_chain_is_found(pack: Path, change: Callable[[list[dict[str, Any]]], Any], why: str) -> None:
    def break_it(content: dict[str, bytes]) -> None:
        links = rows_of(content, "chain.jsonl")
        change(links)
        put_rows(content, "chain.jsonl", links)

    wrong = check_pack(changed(pack, break_it, signed_again=True)).wrong
    assert any(why in line for line in wrong), wrong


def test_a_foreign_answer_is_found_although_the_manifest_fits(pack: Path) -> None:
    def change(content: dict[str, bytes]) -> None:
        content[f"{ORDER}/answers/made-up.txt"] = b"delivered to nobody"

    (wrong,) = check_pack(changed(pack, change, signed_again=True)).wrong
    assert "made-up.txt is not named by the record" in wrong


def test_a_pack_made_anew_is_found_by_the_hash_that_was_noted(pack: Path) -> None:
    noted = check_pack(pack).manifest_sha256
    anew = changed(pack, lambda content: content.pop(f"{ORDER}/which-door.txt"), signed_again=True)
    assert check_pack(anew).holds
    said = CliRunner().invoke(main, ["verify", str(anew), "--expect", noted])
    assert said.exit_code == 1
    assert "the pack was made anew" in said.output


def test_the_command_says_what_holds_and_what_that_proves(pack: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["verify", str(pack), "--home", str(tmp_path / "home")])
    assert said.exit_code == 0, said.output
    assert "It holds" in said.output
    assert "does not prove who wrote" in said.output


def test_the_command_names_each_change(pack: Path) -> None:
    def change(content: dict[str, bytes]) -> None:
        content.pop("README.txt")
        content[f"{ORDER}/claim-en.txt"] += b"x"

    said = CliRunner().invoke(main, ["verify", str(changed(pack, change))])
    assert said.exit_code == 1
    assert "does NOT hold: 2 thing(s)" in said.output
    assert "README.txt is missing" in said.output


def test_another_record_is_no_home_of_the_pack(
    pack: Path, pack_of: Callable[..., Path], tmp_path: Path
) -> None:
    from tests.server.evidence.told import tell

    tell(tmp_path / "other", lost_in_berlin(store={"name": "Another"}))
    said = CliRunner().invoke(main, ["verify", str(pack), "--home", str(tmp_path / "other")])
    assert said.exit_code == 1
    assert "the record on this computer does not hold the row" in said.output


@pytest.mark.parametrize("raw", [b"", b"no zip at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_pack_is_said_so(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(raw)
    said = CliRunner().invoke(main, ["verify", str(tmp_path / "x.zip")])
    assert said.exit_code == 1
    assert "x.zip: it" in said.output
    assert "Traceback" not in said.output


def test_zipped_anew_it_holds(pack: Path) -> None:
    copy = pack.with_name("again.zip")
    with zipfile.ZipFile(pack) as whole, zipfile.ZipFile(copy, "w", zipfile.ZIP_LZMA) as again:
        again.writestr(f"{ORDER}/", b"")  # as a file manager does it
        for name in reversed(whole.namelist()):
            again.writestr(name, whole.read(name))
    assert check_pack(copy).wrong == []


def test_a_renamed_file_is_missing_and_added(pack: Path) -> None:
    def rename(content: dict[str, bytes]) -> None:
        content[f"{ORDER}/claim-xx.txt"] = content.pop(f"{ORDER}/claim-en.txt")

    assert check_pack(changed(pack, rename)).wrong == [
        f"{ORDER}/claim-xx.txt was added: the manifest does not name it",
        f"{ORDER}/claim-en.txt is missing",
    ]


def test_a_forgers_own_chain_is_found_by_the_record_of_this_computer(
    pack: Path, pack_of: Callable[..., Path], tmp_path: Path
) -> None:
    """A whole forged record has a whole chain and manifest: only what is known elsewhere tells."""
    noted, first = check_pack(pack).manifest_sha256, pack.rename(tmp_path / "first.zip")
    (tmp_path / "home").rename(tmp_path / "true")
    forged = pack_of(lost_in_berlin(destination_postcode="10999"))
    assert check_pack(forged).holds
    home = ["--home", str(tmp_path / "true")]
    assert CliRunner().invoke(main, ["verify", str(first), "--expect", noted, *home]).exit_code == 0
    for more in (["--expect", noted], home):
        assert CliRunner().invoke(main, ["verify", str(forged), *more]).exit_code == 1


def test_a_time_stamp_of_this_manifest_may_lie_in_the_pack(pack: Path) -> None:
    digest = hashlib.sha256(zipfile.ZipFile(pack).read("manifest.json")).digest()
    begins = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08"
    stamped = changed(
        pack, lambda content: content.update({"manifest.json.ots": begins + digest + b"\xf0more"})
    )
    found = check_pack(stamped)
    assert (found.wrong, found.stamped) == ([], True)
    said = CliRunner().invoke(main, ["verify", str(stamped)])
    assert said.exit_code == 0
    assert "`ots verify` says from when" in said.output
    for foreign in (begins + bytes(32), begins, digest, b""):
        other = changed(pack, lambda content: content.update({"manifest.json.ots": foreign}))  # noqa: B023
        assert check_pack(other).wrong == ["manifest.json.ots is no time-stamp of this manifest"]


@pytest.mark.parametrize(
    "manifest",
    [
        b"[" * 200_000,
        b"null",
        b'{"format": "orderwarden-evidence/1", "made_at": "", "orders": [], "files": [], "ledger": {"head": null}}',
        b'{"format": "orderwarden-evidence/1", "made_at": "", "orders": [], "files": [7], '
        b'"ledger": {"head": null, "first": null}}',
        b'{"format": "orderwarden-evidence/9"}',
    ],
)
def test_a_manifest_in_no_known_form_is_said(pack: Path, manifest: bytes) -> None:
    broken = changed(pack, lambda content: content.update({"manifest.json": manifest}))
    said = CliRunner().invoke(main, ["verify", str(broken)])
    assert said.exit_code == 1
    assert "changed.zip: it" in said.output


@pytest.mark.parametrize("part", ["cut", "garbled"])
def test_every_damage_is_found_and_none_is_a_crash(pack: Path, part: str) -> None:
    whole, content = pack.read_bytes(), content_of(pack)
    draw = random.Random(part)
    for _ in range(150):
        raw, at = bytearray(whole), draw.randrange(len(whole))
        if part == "cut":
            del raw[at:]
        else:
            raw[at : at + 8] = draw.randbytes(8)
        pack.write_bytes(raw)
        try:
            found = check_pack(pack)
        except NotAPack:
            continue
        if found.holds:  # what was garbled is a time of a file or the like
            assert (part, content_of(pack)) == ("garbled", content)


def with_manifest(pack: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    def changes(content: dict[str, bytes]) -> None:
        manifest = json.loads(content["manifest.json"])
        change(manifest)
        content["manifest.json"] = json.dumps(manifest).encode()

    return changed(pack, changes)


@pytest.mark.parametrize("text", ["\x1b[2J\x1b]0;x\x07", "\ud800", "2026\n- all is well"])
def test_no_text_of_a_pack_steers_the_terminal(pack: Path, text: str) -> None:
    def change(manifest: dict[str, Any]) -> None:
        manifest["made_at"] = text
        manifest["files"].append({"name": text, "bytes": 1, "sha256": "0" * 64})

    said = CliRunner().invoke(main, ["verify", str(with_manifest(pack, change))])
    assert said.exit_code == 1
    assert "is missing" in said.stdout
    assert all(line.isprintable() for line in said.stdout.splitlines())
    assert "- all is well" not in said.stdout.splitlines()


@pytest.mark.parametrize("head", [{"x": 1}, {"seq": "1", "hash": "x"}, {"seq": 10**30, "hash": "x"}], ids=str)
def test_a_head_of_no_row_is_not_in_the_record(pack: Path, tmp_path: Path, head: dict[str, Any]) -> None:
    home = tmp_path / "other"
    Store(home).close()
    forged = with_manifest(pack, lambda manifest: manifest["ledger"].update(head=head))
    said = CliRunner().invoke(main, ["verify", str(forged), "--home", str(home)])
    assert said.exit_code == 1
    assert "does not hold the row at which the pack's chain ends" in said.stdout
