"""The server's side of docs/protocol.md: HTTP and one WebSocket on 127.0.0.1."""
