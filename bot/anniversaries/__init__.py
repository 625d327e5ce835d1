"""Each server's anniversaries: when they are due, and delivered exactly once."""
