"""Showing products: one by id or handle, and lists. A list comes from an index and is shown as things stand now."""

from collections.abc import Callable, Sequence

from functions import inventory
from functions.catalog import store
from functions.catalog.find_products import is_in, page_of_products, words
from functions.catalog.inputs import AdminProducts, StoreProducts
from functions.catalog.lifecycle import Status
from functions.catalog.product import Variant, Whole
from functions.catalog.settings import shows_stock
from functions.catalog.table import (
    ALL_PRODUCTS,
    ALL_TITLES,
    LISTED,
    PRODUCTS_IN,
    SPEC,
    TITLES_IN,
    collection_partition,
    status_partition,
)
from functions.catalog.views import (
    CollectionView,
    ProductView,
    StoreProductView,
    product_view,
    store_product_view,
)
from shared.dynamo import Item, Page, fetch, query_kept
from shared.errors import NotFound
from shared.http import Listed, PageQuery, Paging, Reply, Request
from shared.http.paging import cut, named
from shared.ids import is_id
from shared.table import Index


def show_in_store(id_or_handle: str) -> Reply[StoreProductView]:
    """An active product. Raises NotFound for any other."""
    reader = Reader(is_current=False)
    whole = active(reader, id_or_handle)
    view = store_product_view(whole, reader.available([whole]), shows_stock())
    return Reply(view, version=view.version)


def active(reader: "Reader", id_or_handle: str) -> Whole:
    """The active product that is meant. Raises NotFound for any other."""
    product_id: str | None = id_or_handle
    if not is_id(id_or_handle, "prod"):
        (product_id,) = fetch(store.holder(id_or_handle), is_current=False)
    return only([each for each in reader.wholes([product_id] if product_id else []) if each.product.is_active])


def show_to_staff(product_id: str) -> Reply[ProductView]:
    """A product, whatever its status. Raises NotFound."""
    reader = Reader(is_current=True)
    whole = only(reader.wholes([product_id]))
    view = product_view(whole, reader.available([whole]))
    return Reply(view, version=view.version)


def list_in_store(request: Request, query: StoreProducts) -> Reply[Listed[StoreProductView]]:
    """Active products; those of a collection where one is named."""
    collection = query.collection
    partition = collection_partition(collection) if collection else status_partition(Status.ACTIVE)

    def is_wanted(whole: Whole) -> bool:
        return whole.product.is_active and (collection is None or collection in whole.product.collections)

    paging, reader = Paging(request, query), Reader(is_current=False)
    wholes, page = reader.page((PRODUCTS_IN, TITLES_IN), partition, is_wanted, query.sort, paging)
    available = reader.available(wholes)
    shown = [store_product_view(whole, available, shows_stock()) for whole in wholes]
    return Reply(Listed(data=shown, **paging.next(page)))


def list_for_staff(request: Request, query: AdminProducts) -> Reply[Listed[ProductView]]:
    """The products for which all filters hold. Raises WrongRange or BadCursor."""
    paging, reader = Paging(request, query), Reader(is_current=True)
    wholes, page = _for_staff(query, paging, reader)
    available = reader.available(wholes)
    shown = [product_view(whole, available) for whole in wholes]
    return Reply(Listed(data=shown, **paging.next(page)))


def list_collections(request: Request, query: PageQuery) -> Reply[Listed[CollectionView]]:
    """The collections that have something for sale, by handle."""
    paging = Paging(request, query)
    (counts,) = fetch(store.collections(), is_current=False)
    seen = paging.after["id"] if paging.after else ""
    rest = sorted(name for name, count in counts.items() if count > 0 and name > seen)
    names, page = cut(rest, str, paging.limit, None)
    shown = [CollectionView(handle=name, products_count=counts[name]) for name in names]
    return Reply(Listed(data=shown, **paging.next(page)))


def _for_staff(query: AdminProducts, paging: Paging, reader: "Reader") -> tuple[list[Whole], Page]:
    created = query.created
    of_sku = _of_sku(query.sku) if query.sku is not None else None
    of_q = _of_sku(query.q) if query.q is not None else None

    def is_wanted(whole: Whole) -> bool:
        product = whole.product
        return (
            (query.ids is None or product.id in named(query.ids))
            and query.status in (None, product.status)
            and (query.collection is None or query.collection in product.collections)
            and query.handle in (None, product.handle)
            and (query.sku is None or product.id == of_sku)
            and (query.q is None or product.id == of_q or is_in(words(query.q), product.title))
            and created.holds(product.created_at)
        )

    if query.ids is not None:
        found = list(filter(is_wanted, reader.wholes(named(query.ids))))
        return cut(found, lambda whole: whole.product.id, paging.limit, paging.after)
    if query.handle is not None or query.sku is not None:
        return list(filter(is_wanted, reader.wholes(_named(query.handle, of_sku)))), Page([], None)
    if query.q is not None:
        return _sought(query.q, of_q, query, is_wanted, paging, reader)
    sort = () if "title" in query.sort or created.is_all else ("between", *created.ids("prod"))
    if query.status:
        partition = status_partition(query.status)
        return reader.page((PRODUCTS_IN, TITLES_IN), partition, is_wanted, query.sort, paging, sort)
    return reader.page((ALL_PRODUCTS, ALL_TITLES), LISTED, is_wanted, query.sort, paging, sort)


def _sought(
    q: str,
    of_sku: str | None,
    query: AdminProducts,
    is_wanted: Callable[[Whole], bool],
    paging: Paging,
    reader: "Reader",
) -> tuple[list[Whole], Page]:
    """The product whose SKU it is, then those whose titles have the words, by title."""
    first = list(filter(is_wanted, reader.wholes(_named(None, of_sku)))) if paging.after is None else []
    others, page = page_of_products(
        (TITLES_IN, status_partition(query.status)) if query.status else (ALL_TITLES, LISTED),
        words(q),
        lambda whole: is_wanted(whole) and whole.product.id != of_sku,
        reader.wholes,
        is_reversed=query.sort == "-title",
        limit=paging.limit - len(first),
        after=paging.after,
    )
    return [*first, *others], page


def _named(handle: str | None, of_sku: str | None) -> list[str]:
    """The id of the one product that may have the handle or the SKU, if there is one."""
    (product_id,) = fetch(store.holder(handle)) if handle is not None else (of_sku,)
    return [product_id] if product_id else []


def _of_sku(sku: str) -> str | None:
    """The id of the product of which a variant has this SKU, in whatever letters."""
    (variant_id,) = fetch(inventory.variant_of(sku))
    (variants,) = fetch(store.variants([variant_id] if variant_id else []))
    return next((variant.product_id for variant in variants.values()), None)


class Reader:
    """Reads products and what is available of them: the locations come with the first products, the stock at the end.

    is_current: staff see their own change at once; a shopper's cart is priced anew anyway, so the store's pages may be
    a second old.
    """

    def __init__(self, *, is_current: bool) -> None:
        self._is_current = is_current
        self._places: tuple[inventory.Location, ...] = ()

    def wholes(self, product_ids: Sequence[str]) -> list[Whole]:
        """The products with their first variants, a hundred a call; one that does not exist is left out."""
        found, self._places = fetch(store.wholes(product_ids), inventory.locations(), is_current=self._is_current)
        return list(found.values())

    def page(
        self,
        indexes: tuple[Index, Index],
        partition: str,
        is_wanted: Callable[[Whole], bool],
        order: str,
        paging: Paging,
        sort: tuple[str, ...] = (),
    ) -> tuple[list[Whole], Page]:
        """The wanted products of a partition as they stand now. indexes: the one by age, the one by title."""

        def keep(items: list[Item]) -> Sequence[Whole | None]:
            ids = [item["pk"].removeprefix("PRODUCT#") for item in items]
            found = {whole.product.id: whole for whole in self.wholes(ids)} if ids else {}
            return [whole if whole and is_wanted(whole) else None for whole in map(found.get, ids)]

        return query_kept(
            SPEC,
            partition,
            keep=keep,
            index=indexes["title" in order],
            sort=sort,
            newest_first=order.startswith("-"),
            limit=paging.limit,
            after=paging.after,
        )

    def variants(self, whole: Whole, variant_ids: Sequence[str]) -> list[Variant]:
        """These variants of a product, a hundred a call; those that it shows itself cost none."""
        shown = {variant.id: variant for variant in whole.variants}
        rest = [each for each in variant_ids if each not in shown]
        (found,) = fetch(store.variants(rest), is_current=self._is_current) if rest else ({},)
        return [each for each in map((shown | found).get, variant_ids) if each]

    def available(self, wholes: Sequence[Whole]) -> Callable[[str], int]:
        """What may be sold of each variant that these products show."""
        return self.available_of([variant.id for whole in wholes for variant in whole.variants])

    def available_of(self, variant_ids: Sequence[str]) -> Callable[[str], int]:
        """What may be sold of each of these variants of products that were read."""
        (levels,) = fetch(inventory.stock_shown(variant_ids, self._places), is_current=self._is_current)
        return levels.available


def only(wholes: Sequence[Whole]) -> Whole:
    """The one product. Raises NotFound where there is none."""
    if not wholes:
        raise NotFound("product")
    return wholes[0]
