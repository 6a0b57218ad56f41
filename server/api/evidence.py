"""`/api/v1/evidence`, `/api/v1/pictures`: what a dispute needs, made when it is asked for; nothing is sent anywhere."""

import asyncio
import base64
import binascii
import io
import re
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import Connection

from scraper.fetch.browser import Browser
from scraper.fetch.http import UnreachableError
from server.api.bodies import Body, bad_request, body_of, instant_of
from server.api.house_key import HOUSE
from server.api.marks import no_such_order
from server.api.pages import shop_address
from server.api.refusals import Refused
from server.evidence.case_file import CaseFile
from server.evidence.gathering import case_files
from server.evidence.own_record import of_order
from server.evidence.pack import LACKING, write_pack
from server.evidence.texts import Texts, texts_of
from server.evidence.wishes import Wishes, WrongWish, wishes_of
from server.house import House
from server.rules import Casebook
from server.store import answers, ledger, orders
from server.store.pictures import kind_of
from server.watch.clock import written

FOLDER = "evidence"
MOST_ORDERS = 500
LARGEST_PICTURE = 4 * 1024 * 1024
MOST_PIXELS = 50_000_000
MOST_PICTURES = 200
ORDER_ID = re.compile(r"[0-9]{5,40}")
WISHED = ("language", "letter_language", "reason", "amount", "described")
_packing = web.AppKey("packing", asyncio.Lock)


class PackBody(Body, frozen=True):
    order_ids: list[str]
    language: str | None = None
    letter_language: str | None = None
    reason: str | None = None
    amount: str | None = None
    described: str | None = None


class PictureBody(Body, frozen=True):
    order_id: str
    url: str
    at: str
    image: str


async def show_texts(request: web.Request) -> web.Response:
    """Claims, the reasons to choose from, door and letters of one order."""
    house = request.app[HOUSE]
    order_id = request.query.get("order_id", "")
    wishes = _wishes(house, {name: request.query.get(name) for name in WISHED})
    case = await _gathered(house, order_id)
    texts = await asyncio.to_thread(texts_of, case, wishes)
    return web.json_response(_shown(order_id, texts) | {"total": case.value("total")})


async def show_record(request: web.Request) -> web.Response:
    """How the seller and the carriers of one order did with the buyer's own orders."""
    house = request.app[HOUSE]
    order_id = request.query.get("order_id", "")
    await _known(house, order_id)
    record = await house.ask(lambda connection, casebook: of_order(connection, casebook, order_id))
    return web.json_response({"order_id": order_id} | record)


async def make_pack(request: web.Request) -> web.Response:
    """Writes a pack into the folder `evidence` of the home and says where; one at a time."""
    house = request.app[HOUSE]
    body = await body_of(request, PackBody)
    order_ids = list(dict.fromkeys(body.order_ids))
    if not order_ids or len(order_ids) > MOST_ORDERS:
        raise bad_request(f"`order_ids` must name 1 to {MOST_ORDERS} orders")
    wishes = _wishes(house, {name: getattr(body, name) for name in WISHED})
    for order_id in order_ids:
        await _known(house, order_id)
    made_at = house.clock.now()
    stamp = written(made_at)[:19].replace(":", "").replace("-", "")
    target = house.home / FOLDER / f"{order_ids[0]}{'-and-more' if order_ids[1:] else ''}-{stamp}.zip"
    lock = request.app[_packing]
    if lock.locked():
        raise Refused(409, "busy", "another pack is being made", "wait until it is there")
    async with lock:
        await asyncio.to_thread(_make_folder, target.parent)
        async with Browser() as browser:
            try:
                packed = await write_pack(
                    target,
                    order_ids,
                    made_at,
                    wishes,
                    lambda order_id: _gathered(house, order_id),
                    house.read,
                    browser,
                )
            except UnreachableError as error:
                raise Refused(
                    503, "no_browser", str(error), "try again; `orderwarden doctor` helps"
                ) from error
    return web.json_response(
        {
            "file": str(packed.path),
            "manifest_sha256": packed.manifest_sha256,
            "files": packed.files,
            "bytes": packed.bytes,
            "without_pdf": packed.without_pdf or (LACKING if packed.lacks_a_font else None),
        }
    )


async def keep_picture(request: web.Request) -> web.Response:
    """A picture of an order page that the buyer wanted to keep; several pieces are several pictures."""
    house = request.app[HOUSE]
    body = await body_of(request, PictureBody)
    await _known(house, body.order_id)
    address = shop_address(body.url)
    at = min(instant_of(body.at, "at") + house.clock.moved_by, house.clock.now())
    image = await asyncio.to_thread(_image, body.image)
    url = f"https://{address.hostname}{address.path}"

    def keep() -> str | None:
        with house.store.transaction() as connection:
            kept = ledger.of_kind(connection, "picture", body.order_id)
            if len(kept) >= MOST_PICTURES:
                raise Refused(
                    409, "too_many", f"{MOST_PICTURES} pictures of this order are kept", "keep no more"
                )
            return answers.keep_picture(connection, body.order_id, "order_page", written(at), url, image)

    return web.json_response({"sha256": await house.store.run(keep)})


def lock(app: web.Application) -> None:
    """What the routes need of the application before it starts."""
    app[_packing] = asyncio.Lock()


def _wishes(house: House, wished: dict[str, str | None]) -> Wishes:
    try:
        return wishes_of(house.settings.language, **wished)  # type: ignore[arg-type]
    except WrongWish as error:
        raise bad_request(str(error)) from error


async def _known(house: House, order_id: str) -> None:
    if not order_id:
        raise bad_request("`order_id` is missing: it names the order by its number")
    if not ORDER_ID.fullmatch(order_id) or await house.read(orders.view, order_id) is None:
        raise no_such_order(order_id)


async def _gathered(house: House, order_id: str) -> CaseFile:
    now = house.clock.now()

    def question(connection: Connection, casebook: Casebook) -> CaseFile:
        return next(case_files(connection, house.meant, [order_id], now, casebook))

    await _known(house, order_id)
    return await house.ask(question)


def _shown(order_id: str, texts: Texts) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "claims": [
            {"reason": one.reason, "language": one.language, "text": one.text, "dropped": one.dropped}
            for one in texts.claims
        ],
        "reasons": [{"reason": reason, "text": text} for reason, text in texts.reasons],
        "door": texts.door,
        "letters": [
            {
                "number": one.number,
                "language": one.language,
                "subject": one.subject,
                "body": one.body,
                "mailto": one.mailto,
            }
            for one in texts.letters
        ],
    }


def _image(text: str) -> bytes:
    """The picture itself: PNG or JPEG by its first bytes, whatever it is called."""
    if len(text) > LARGEST_PICTURE * 4 // 3 + 4:
        raise Refused(413, "too_large", "a picture is larger than 4 MiB", "send it in smaller pieces")
    try:
        image = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise bad_request("`image` is no base64") from error
    if kind_of(image) is None:
        raise bad_request("`image` is neither PNG nor JPEG")
    if not _is_whole(image):
        raise bad_request("`image` is damaged: it cannot be shown as a picture")
    return image


def _is_whole(image: bytes) -> bool:
    """It can be read to its end, and is not so large that nothing can show it."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(image), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return False
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def _make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
