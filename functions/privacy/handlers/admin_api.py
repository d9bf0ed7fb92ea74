"""What staff do for people who ask about their data: `/admin/erasures` and `/admin/personal_data`."""

from functions.privacy import store
from functions.privacy.ask_erasure import ask_erasure
from functions.privacy.export import show_copy
from functions.privacy.table import SPEC
from functions.privacy.views import Copy, CopyQuery, ErasureView, NewErasure, erasure_view
from shared.dynamo import fetch
from shared.http import Api, CreatedWithin, Listed, Paging, Reply, Request

api = Api("privacy", SPEC)


@api.post("/admin/erasures", action="erasure.create", may_wait=True, scope="customers:erase", status=202)
def create_erasure(request: Request, body: NewErasure) -> Reply[ErasureView]:
    """Have a customer forgotten, or the guest who made an order, with all of theirs. There is no way back.

    It waits until no order of theirs is open. Country, region and amounts of what was bought stay.
    """
    return ask_erasure(body, request)


@api.get("/admin/erasures", scope="customers:read")
def list_erasures(request: Request, query: CreatedWithin) -> Reply[Listed[ErasureView]]:
    """List erasures, newest first."""
    paging = Paging(request, query)
    erasures, page = store.newest(query.created, paging.limit, paging.after)
    return Reply(Listed(data=list(map(erasure_view, erasures)), **paging.next(page)))


@api.get("/admin/erasures/<erasure_id>", scope="customers:read")
def get_erasure(request: Request, erasure_id: str) -> Reply[ErasureView]:
    """Show an erasure, and which orders it waits for."""
    (erasure,) = fetch(store.erasure(erasure_id))
    return Reply(erasure_view(erasure), version=erasure.version)


@api.get("/admin/personal_data", scope="customers:read")
def get_personal_data(request: Request, query: CopyQuery) -> Reply[Copy]:
    """Show all that the shop keeps of a customer, or of whoever made an order, for who asks for a copy.

    The key needs the scopes `orders:read` and `support:read` besides.
    """
    return show_copy(query, request)


handler = api.handler
