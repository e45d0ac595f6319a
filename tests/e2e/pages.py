"""Every page there is, for the tests that hold for all of them."""

PLAIN = ("/", "/sign-in", "/sign-up", "/privacy", "/terms", "/api/docs")
SIGNED_IN = ("/inbox", "/trash", "/connections", "/sign-out")
