"""The pages of the live room, by subject."""
