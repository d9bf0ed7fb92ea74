"""The settings of a shop, which stand in a file of its own outside the sources: `shop.toml`."""
