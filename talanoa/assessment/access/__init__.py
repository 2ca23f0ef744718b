"""Who may see and do what in this room, by subject."""
