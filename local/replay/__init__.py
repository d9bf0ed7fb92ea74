"""The replay: real trade, put through the shop over HTTP, and its report held against the file. See README.md."""
