"""Changes of a product that no transaction holds: in several commits, of which one makes all of it seen at once."""
