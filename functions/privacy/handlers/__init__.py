"""Where the cloud comes in."""
