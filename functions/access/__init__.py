"""Access: staff with their roles, API keys, and what each may do.

Other domains see who calls, a `staff_…` or a `key_…`, and scopes in the request, put there by the authorizer; they call
nothing here.
"""
