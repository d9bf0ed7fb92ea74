"""Planted bugs: small mistakes put into the running code, each of which the simulation must notice."""
