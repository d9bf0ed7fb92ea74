"""Access: API keys and what they may do.

Other domains see a caller's key id and scopes in the request, put there by the authorizer; they call nothing here.
"""
