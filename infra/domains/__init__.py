"""The plan of the shop, domain by domain."""
