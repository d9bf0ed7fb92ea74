"""Change what a customer says of themselves."""

from functions.customers import store
from functions.customers.inputs import Profile
from functions.customers.views import ProfileView, profile_view
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def show_profile(request: Request) -> Reply[ProfileView]:
    """The customer who asks. Raises NotSignedIn or NotFound."""
    _, customer = fetch(store.signed_in(request), store.customer(request.principal))
    return Reply(profile_view(customer), version=customer.version)


def change_profile(body: Profile, request: Request) -> Reply[ProfileView]:
    """The changed customer; what is as asked already stays at its version.

    Raises NotSignedIn, NotFound or VersionConflict.
    """

    def attempt() -> Reply[ProfileView]:
        _, customer = fetch(store.signed_in(request), store.customer(request.principal))
        request.require_match(customer.version)
        changed = customer.changed(request.now, **body.model_dump(exclude_unset=True))
        if changed != customer:
            commit(*store.save_customer(changed))
        return Reply(profile_view(changed), version=changed.version)

    return retry_stale(attempt)
