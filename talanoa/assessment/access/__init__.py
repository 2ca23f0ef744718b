"""Who sees what of this room, and who may do what with it, by subject."""
