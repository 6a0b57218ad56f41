"""Ways to the buyer besides the browser: Apprise addresses, and a calendar to subscribe to."""
