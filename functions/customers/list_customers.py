"""Staff look for customers: by e-mail address, phone, name or group, or through all of them."""

from functions.customers import store
from functions.customers.customer import Customer
from functions.customers.found_by import email_of, keys_for, words
from functions.customers.inputs import CustomerQuery
from functions.customers.views import CustomerView, customer_view
from shared.dynamo import fetch
from shared.http import Listed, Paging, Reply, Request
from shared.http.paging import cut, named


def list_customers(query: CustomerQuery, request: Request) -> Reply[Listed[CustomerView]]:
    """The page that the query asks for; all of its filters hold. Who came last is first, or whom it names first.

    Raises BadCursor.
    """
    paging = Paging(request, query)
    term = _narrowest(query)
    if query.ids:
        there = filter(None, fetch(*map(store.found, named(query.ids))))
        wanted = [each for each in there if _is_wanted(each, query)]
        found, page = cut(wanted, lambda each: each.id, paging.limit, paging.after)
    elif term is None:
        found, page = store.page_of_customers(paging.limit, paging.after)
    else:
        wanted = [each for each in store.customers_under(keys_for(*term)) if _is_wanted(each, query)]
        wanted.sort(key=lambda each: (each.created_at, each.id), reverse=True)
        found, page = cut(wanted, lambda each: each.id, paging.limit, paging.after)
    shown = [request.seen(customer_view(each)) for each in found]
    return Reply(Listed(data=shown, **paging.next(page)))


def _narrowest(query: CustomerQuery) -> tuple[str, str] | None:
    """What the fewest are found by; None where all are asked for. Of a name it is the longest word."""
    if query.email:
        return "email", email_of(query.email)
    if query.phone:
        return "phone", query.phone
    if query.name:
        return "name", max(words(query.name), key=len, default="")
    return ("group", query.group_id) if query.group_id else None


def _is_wanted(customer: Customer, query: CustomerQuery) -> bool:
    all_emails = (customer.email, *customer.other_emails)
    return (
        (query.email is None or email_of(query.email) in map(email_of, filter(None, all_emails)))
        and query.phone in (None, customer.phone)
        and (query.name is None or set(words(query.name)) <= set(words(customer.name)))
        and (query.group_id is None or query.group_id in customer.group_ids)
    )
