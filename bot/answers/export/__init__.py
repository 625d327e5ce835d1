"""An answer to take along: all of its facts, as a file in one of several formats."""
