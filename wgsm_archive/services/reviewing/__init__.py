"""Use-cases of facilitators: the queue, the checklist, the talk with tellers, changes to text and facts, decisions."""
