"""End to end: the real extension in a real Chromium, the real server, the stand-in shop."""
