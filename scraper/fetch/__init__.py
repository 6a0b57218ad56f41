"""The only rooms that open connections to the outside, and only to hosts that a carrier module declares."""
