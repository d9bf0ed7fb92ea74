"""Change what a customer says of themselves."""

from typing import Any

from functions.customers import store
from functions.customers.consent import Channel, ConsentRecord
from functions.customers.consent_record import withdrawals
from functions.customers.customer import Customer
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
        told = body.model_dump(exclude_unset=True)
        withdrawn = _for_another_number(customer, told, request)
        changed = customer.without(withdrawn).changed(request.now, **told)
        if changed != customer:
            commit(*store.save_customer(changed), *map(store.add_consent, withdrawn))
        return Reply(profile_view(changed), version=changed.version)

    return retry_stale(attempt)


def _for_another_number(customer: Customer, told: dict[str, Any], request: Request) -> tuple[ConsentRecord, ...]:
    """What they agreed to for the number that they had before ends with it."""
    if told.get("phone", customer.phone) == customer.phone:
        return ()
    return withdrawals(customer, Channel.SMS, request)
