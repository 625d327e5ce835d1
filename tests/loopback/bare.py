"""A bare discord.py bot without any of ours, for what the loopback must carry by itself."""

from __future__ import annotations

import asyncio
import io
import os

import discord
from discord import app_commands


class Bare(discord.Client):
    """One command, `/file`, that answers with a file of the bytes 0 to 255."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name="file", description="Sends a file")(send_file)

    async def setup_hook(self) -> None:
        """Register the command."""
        await self.tree.sync()


async def send_file(interaction: discord.Interaction) -> None:
    """Answer with a file, and follow up with a second one."""
    content = bytes(range(256))
    nobody = discord.AllowedMentions.none()
    await interaction.response.send_message(
        "One file", file=discord.File(io.BytesIO(content), "bytes.bin"), allowed_mentions=nobody
    )
    await interaction.followup.send(
        "Another", file=discord.File(io.BytesIO(content[::-1]), "more.bin"), allowed_mentions=nobody
    )


def main(_: list[str]) -> int:
    """Run it until it is killed."""
    asyncio.run(Bare().start(os.environ["DISCORD_TOKEN"]))
    return 0
