"""Look at a new picture's file: what it shows goes where everybody sees it, or the product says why it cannot.

The files are named by what is in the upload, so making them again makes the same. Before they are there it is noted
that they are about to be: whatever dies in between is found and taken away later.
"""

from dataclasses import dataclass

from events import MediaAdded
from functions.catalog import store
from functions.catalog.chunked.change import Change
from functions.catalog.chunked.under_way import UnderWay, under_way
from functions.catalog.chunked.write import Around, Several, finish, write
from functions.catalog.edit import edited
from functions.catalog.media.naming import claimed
from functions.catalog.media.picture import BYTES_MAX, Failure, Files, Picture, State, address, placed
from functions.catalog.product import Product, Variant
from functions.catalog.table import SPEC
from shared import telemetry
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import Stale
from shared.files import head_of_file
from shared.public_files import put_public
from shared.queue import News


@dataclass(frozen=True)
class Seen:
    """A product with its variants, and of its pictures the one that is looked at: None where it is not to be."""

    product: Product | None
    variants: tuple[Variant, ...]
    picture: Picture | None
    changing: UnderWay | None = None  # a larger change of the product


def process_picture(event: MediaAdded, news: News) -> None:
    """Make a picture ready, once. Raises Unavailable where a file store does not answer."""
    picture = _seen(event).picture
    outcome = _looked_at(picture, news) if picture else None
    retry_stale(lambda: _note(event, outcome, news))


def _note(event: MediaAdded, outcome: Files | Failure | None, news: News) -> None:
    seen = _seen(event)
    if seen.changing:
        finish(seen.changing, news.now)
        raise Stale
    if seen.product is None or seen.picture is None or outcome is None:  # removed meanwhile, or done already
        commit(news.heard)
        return
    changed = seen.picture.ready(outcome) if isinstance(outcome, Files) else seen.picture.failed(outcome)
    media = placed(seen.product.media, changed, None)
    after, variants = edited(seen.product, seen.variants, {"media": media}, (), news.now)
    heard = (news.heard,)
    write(Change(seen.product, after, seen.variants, variants, news.now), Around(heard, lambda: Several(heard)))
    why = {"code": str(outcome)} if changed.failure else {}
    telemetry.note("media_processed", product_id=after.id, media_id=changed.id, **why)
    telemetry.count("PicturesFailed" if changed.failure else "PicturesReady")


def _seen(event: MediaAdded) -> Seen:
    found, changing = fetch(store.full_products([event.product_id]), under_way([event.product_id]))
    product = found.get(event.product_id)
    if product is None:
        return Seen(None, (), None)
    (by_id,) = fetch(store.variants(product.variant_ids))
    waiting = (each for each in product.media if each.id == event.media_id and each.state is State.PROCESSING)
    return Seen(product, tuple(by_id.values()), next(waiting, None), changing.get(event.product_id))


def _looked_at(picture: Picture, news: News) -> Files | Failure:
    """What there is to show, once it is there; or why there is nothing."""
    from functions.catalog.media.render import TYPES, Unusable, rendered  # noqa: PLC0415 - Pillow, in its own bundle

    content = head_of_file(picture.upload, BYTES_MAX + 1)
    if content is None:
        return Failure.GONE
    if len(content) > BYTES_MAX:
        return Failure.TOO_LARGE
    try:
        made = rendered(content)
    except Unusable as reason:
        return reason.failure
    commit(claimed(SPEC, made.files.hash, made.files.names, news.now))
    for name, each in made.contents.items():
        put_public(address(made.files.hash, name)[1:], each, TYPES[name.rpartition(".")[2]])
    return made.files
