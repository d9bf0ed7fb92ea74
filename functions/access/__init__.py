"""Access: staff with their roles, API keys, and what each may do.

Other domains see who calls, a `staff_…` or a `key_…`, and scopes in the request, put there by the authorizer; they call
nothing here. Notifications ask whom of the staff to write to, and jobs what who began them may do by now.
"""

from functions.access.for_mail import address_of, member_behind, members_who_may
from functions.access.standing import Standing, standing

__all__ = ["Standing", "address_of", "member_behind", "members_who_may", "standing"]
