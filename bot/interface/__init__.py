"""The edge: everything that knows of Discord."""
