"""The pages of facilitators: the queue, one story in review, its text, its facts, its trail."""
