"""The entry points: one file, one Lambda."""
