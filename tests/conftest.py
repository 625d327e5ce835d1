"""What holds for all tests: the settings of whoever runs them do not reach the bot."""

from __future__ import annotations

import os

from hypothesis import settings

OF_THE_TESTS = (
    "FOOTNOTE_CHROMIUM",
    "FOOTNOTE_FULL",
    "FOOTNOTE_OPENAPI",
    "FOOTNOTE_REQUIRE_BROWSER",
    "FOOTNOTE_SEED",
)


def pytest_configure() -> None:
    """Forget the developer's own settings, here and in what tests start; time no examples."""
    for name in list(os.environ):
        own = name == "DISCORD_TOKEN" or name.startswith("FOOTNOTE_")
        if own and name not in OF_THE_TESTS:
            del os.environ[name]
    # Machines are shared and noisy: how long an example takes says nothing.
    settings.register_profile("footnote", deadline=None)
    settings.load_profile("footnote")
