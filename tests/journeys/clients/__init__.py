"""One whole purchase, twice: by the Python client and by the TypeScript client that the API's document generates."""
