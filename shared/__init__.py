"""What every domain stands on: AWS, HTTP, money, time and identity. Knows no domain."""
