"""The paired clients. A token is never stored, only its SHA-256."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from server.store.schema import clients


@dataclass(frozen=True)
class Client:
    """A paired client; `origin` is what its requests carry (None: a program that sends none)."""

    client_id: str
    name: str
    version: str
    origin: str | None
    token_hash: str
    paired_at: str
    last_seen_at: str


def pair(connection: Connection, name: str, version: str, origin: str | None, at: str) -> tuple[Client, str]:
    """A new client and its token (256 bits), which is told this once."""
    token = secrets.token_urlsafe(32)
    client = Client(secrets.token_hex(8), name, version, origin, hash_of(token), at, at)
    connection.execute(insert(clients).values(**vars(client)))
    return client, token


def all_clients(connection: Connection) -> list[Client]:
    return [Client(*row) for row in connection.execute(select(clients).order_by(clients.c.paired_at))]


def seen(connection: Connection, client_id: str, at: str) -> None:
    connection.execute(update(clients).where(clients.c.client_id == client_id).values(last_seen_at=at))


def revoke(connection: Connection, client_id: str) -> bool:
    """Whether there was such a client."""
    return connection.execute(delete(clients).where(clients.c.client_id == client_id)).rowcount > 0


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def holder_of(token: str, known: list[Client]) -> Client | None:
    """The client whose token this is; every one is compared, in constant time."""
    hashed = hash_of(token)
    found = None
    for client in known:
        if hmac.compare_digest(client.token_hash, hashed):
            found = client
    return found
