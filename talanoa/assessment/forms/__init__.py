"""The forms of this room, by subject. They read and decide nothing."""
