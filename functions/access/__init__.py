"""Access: staff with their roles, API keys, and what each may do.

Other domains see who calls, a `staff_…` or a `key_…`, and scopes in the request, put there by the authorizer; they call
nothing here. Notifications ask whom of the staff to write to.
"""

from functions.access.for_mail import address_of, member_behind, members_who_may

__all__ = ["address_of", "member_behind", "members_who_may"]
