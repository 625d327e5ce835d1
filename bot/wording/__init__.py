"""Every sentence that a person reads, by key; one catalogue file a language."""
