"""Notifications: hears what happens and writes to people. It has no public face; nobody calls it."""
