"""Every page there is, for the tests that hold for all of them."""

PLAIN = ("/", "/sign-in", "/sign-up", "/privacy", "/terms", "/api/docs")
SETTINGS = tuple(
    f"/settings/{page}"
    for page in (
        *("password", "two-step", "two-step/off", "recovery-codes"),
        *("sign-out", "export", "delete"),
    )
)
SIGNED_IN = ("/inbox", "/trash", "/connections", "/sign-out", "/settings", *SETTINGS)
