"""Bugs made by machine: small changes of the source, and whether a test notices them."""
