"""What holds for all tests: the settings of whoever runs them do not reach the bot."""

from __future__ import annotations

import os

OF_THE_BROWSER = ("FOOTNOTE_CHROMIUM", "FOOTNOTE_REQUIRE_BROWSER")


def pytest_configure() -> None:
    """Forget the developer's own settings, for this process and those that tests start."""
    for name in list(os.environ):
        own = name == "DISCORD_TOKEN" or name.startswith("FOOTNOTE_")
        if own and name not in OF_THE_BROWSER:
            del os.environ[name]
