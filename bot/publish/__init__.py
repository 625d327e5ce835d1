"""From `facts/` to the generation that is served: read, compiled, taken live, gone back from."""
