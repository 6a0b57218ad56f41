"""What the options page asks: erasing an order or everything, and whether a channel works."""

import pytest

from server.channels import apprise
from server.tell import ChannelError, Message
from tests.server.conftest import Client, bought

NTFY = "ntfy://a-topic"


async def delete(client: Client, path: str, expect: int = 200) -> dict[str, object]:
    async with client.session.delete(client.running.url + path) as answer:
        assert answer.status == expect, await answer.text()
        said: dict[str, object] = await answer.json()
        return said


async def test_one_order_goes_the_others_stay(client: Client) -> None:
    await client.detail(bought(5))
    await client.detail(bought(6))
    cursor = (await client.changes())["cursor"]
    assert (await delete(client, f"/api/v1/orders/{bought(5).order_id}"))["erased"]
    told = await client.changes(cursor)
    assert told["full"] is True
    assert [one["order_id"] for one in told["orders"]] == [bought(6).order_id]
    await delete(client, f"/api/v1/orders/{bought(5).order_id}", expect=404)


async def test_everything_goes_settings_and_pairing_stay(client: Client) -> None:
    await client.detail(bought(5))
    await client.detail(bought(6))
    async with client.session.put(client.running.url + "/api/v1/settings", json={"country": "DE"}) as answer:
        assert answer.status == 200
    said = await delete(client, "/api/v1/orders")
    told = await client.changes()
    assert (told["orders"], told["plan"], told["cursor"]) == ([], [], said["cursor"])
    assert (await client.get("/api/v1/settings"))["country"] == "DE"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """What went out; the text "refuse" is not taken."""
    messages: list[Message] = []

    async def send(_: apprise.AppriseChannel, message: Message) -> None:
        if message.body == "refuse":
            raise ChannelError("no such topic")
        messages.append(message)

    monkeypatch.setattr(apprise.AppriseChannel, "send", send)
    return messages


async def test_a_channel_of_the_settings_is_tried(client: Client, sent: list[Message]) -> None:
    async with client.session.put(
        client.running.url + "/api/v1/settings", json={"channels": [NTFY]}
    ) as answer:
        assert answer.status == 200
    body = {"channel": NTFY, "title": "A trial", "text": "It works."}
    assert await client.post("/api/v1/channels/test", body) == {"sent": True, "error": None}
    assert sent == [Message("A trial", "It works.")]
    refused = await client.post("/api/v1/channels/test", body | {"text": "refuse"})
    assert refused == {"sent": False, "error": "no such topic"}


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"channel": "ntfy://another"}, 404), ({"title": ""}, 400), ({"text": "x" * 1001}, 400)],
)
async def test_no_other_channel_and_no_other_shape(
    client: Client, sent: list[Message], changed: dict[str, str], status: int
) -> None:
    async with client.session.put(
        client.running.url + "/api/v1/settings", json={"channels": [NTFY]}
    ) as answer:
        assert answer.status == 200
    body = {"channel": NTFY, "title": "A trial", "text": "It works."} | changed
    await client.post("/api/v1/channels/test", body, expect=status)
    assert sent == []
