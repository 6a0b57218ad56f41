"""HTTP and WebSocket for the extension and the web page."""
