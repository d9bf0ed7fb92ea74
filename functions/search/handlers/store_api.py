"""The search as shoppers' clients see it."""

from functions.search.find import find_in_store
from functions.search.inputs import StoreSearch
from functions.search.table import SPEC
from functions.search.views import SearchView
from shared.http import Api, Reply, Request
from shared.http.caching import FOR_SECONDS

api = Api("search", SPEC)


@api.get("/store/search", cache=FOR_SECONDS)
def search(request: Request, query: StoreSearch) -> Reply[SearchView]:
    """Products for sale that have the words, best first, with counts of what they have."""
    return find_in_store(request, query)


handler = api.handler
