"""Pictures of charts: drawn by matplotlib in a process of its own, kept here."""
