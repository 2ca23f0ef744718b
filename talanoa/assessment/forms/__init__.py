"""What people type in this room, by subject; reads it, decides nothing."""
