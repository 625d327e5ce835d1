"""The compiled facts: made from the corpus, opened read-only, swapped whole."""
