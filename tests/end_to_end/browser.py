"""Headless Chromium for the end-to-end tests: find it, start it, and read a workspace page."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_PATHS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
# Nothing but the page: no look-ups of its own that a closed network would refuse.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SLOW_MS = 20_000
"""How long a step may take on a busy machine before it counts as failed."""


def find_chromium() -> Path | None:
    """The browser FOOTNOTE_CHROMIUM names, else one installed here, else None."""
    named = os.environ.get("FOOTNOTE_CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next((path for path in MAC_PATHS if path.is_file()), None)


@contextlib.asynccontextmanager
async def open_page(
    chromium: Path, url: str, *, width: int = 1280, height: int = 900
) -> AsyncIterator[Page]:
    """A page at `url` in a new, empty profile; an error on the page fails the test."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium,
            args=list(FLAGS),
            chromium_sandbox=os.geteuid() != 0,  # Chromium refuses its sandbox to root
        )
        try:
            page = await browser.new_page(viewport={"width": width, "height": height})
            page.set_default_timeout(SLOW_MS)
            errors: list[str] = []
            page.on("pageerror", lambda error: errors.append(str(error)))
            await page.goto(url)
            yield page
            assert errors == []
        finally:
            await browser.close()


class Workspace:
    """What a person does in the local workspace's page, step by step."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.send = page.locator("#send-message")

    async def is_shown(self) -> None:
        """Wait until the page has drawn what was published and takes input."""
        await self.page.locator("#preview-app[aria-busy=false]").wait_for()
        await self.page.locator("#channel-composer").wait_for()

    @property
    def messages(self) -> Locator:
        """The channel's messages, oldest first."""
        return self.page.locator("#channel-message-list article[data-message-id]")

    async def look_through(self, name: str) -> None:
        """See the channel as this member."""
        await self.page.get_by_label("Viewing as").select_option(label=name)

    async def pick_command(self, name: str) -> None:
        """Type `/name` and take it from the list of commands."""
        await self.page.locator("#channel-composer-input").press_sequentially(f"/{name}")
        entries = self.page.locator("#command-picker-listbox [role=option]")
        await entries.filter(has_text=f"/{name}").first.click()

    async def pick_choice(self, option: str, typed: str, choice: str) -> None:
        """Take an option from the list of those there are, type, and take a suggestion."""
        field = self.page.locator(f".command-option-input[data-option={option}]")
        offered = self.page.locator(f"#command-suggestion-listbox [data-value={option}]")
        await field.or_(offered).first.wait_for()
        if not await field.count():
            await offered.click()
        await field.fill(typed)
        choices = self.page.locator("#command-suggestion-listbox [role=option]")
        await choices.filter(has_text=choice).first.click()

    async def run(self) -> Locator:
        """Send the command by the arrow and return the answer, the newest message.

        Not by Enter: after a choice in the last option, Enter takes the suggestion once more.
        """
        before = await self.messages.count()
        await self.send.click()
        answer = self.messages.nth(before)
        await answer.wait_for()
        return answer

    async def press(self, message: Locator, label: str) -> None:
        """Press the message's button with this label."""
        await message.get_by_role("button", name=label, exact=True).click()
