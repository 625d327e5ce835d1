"""From stored facts to answers: plain data that knows nothing of Discord."""
