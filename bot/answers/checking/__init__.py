"""What a message claims, found in its text, and what the articles' facts say about that. Pure."""
