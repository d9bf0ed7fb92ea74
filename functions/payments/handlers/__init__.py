"""The entry points of payments: one file, one Lambda."""
