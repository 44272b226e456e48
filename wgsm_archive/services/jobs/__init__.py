"""Work left for after the commit: the outbox and its one worker."""
