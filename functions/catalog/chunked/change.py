"""A change of a product: what it was and what it becomes, and the writes of it where one commit holds them all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from functions import inventory
from functions.catalog import store
from functions.catalog.news import news, updated
from functions.catalog.product import Product, Variant, Whole
from shared.dynamo import Write
from shared.event import Event

TOLD_MAX = 100  # variants of a row in the log, which holds some eighty fields


@dataclass(frozen=True)
class Change:
    """before: None where the product is new. says: what is told of it besides its own news."""

    before: Product | None
    after: Product
    variants_before: tuple[Variant, ...]
    variants_after: tuple[Variant, ...]
    now: datetime
    says: tuple[Event, ...] = field(default=())

    @cached_property
    def seen(self) -> dict[str, Variant]:
        """The variants as they were, by id."""
        return {variant.id: variant for variant in self.variants_before}

    @cached_property
    def written(self) -> list[Variant]:
        """The variants that it makes or makes another."""
        return [variant for variant in self.variants_after if variant != self.seen.get(variant.id)]

    @property
    def told(self) -> tuple[Whole | None, Whole]:
        """What it was and what it is, with those variants alone that differ, as many as anybody reads in a log."""
        some = self.written[:TOLD_MAX]
        was = [self.seen[each.id] for each in some if each.id in self.seen]
        before = Whole(self.before, tuple(was), _live(self.variants_before)) if self.before else None
        return before, Whole(self.after, tuple(some), _live(self.variants_after))

    @property
    def at_once(self) -> list[Write]:
        """The whole of it."""
        return [
            *self._product_writes,
            *store.handle_claim(self.before, self.after),
            *store.handle_left(self.before, self.after),
            *(store.variant_saved(self.seen.get(each.id), each) for each in self.written),
            *self._sku_writes(),
            *self._said(*news(self.after, self.variants_before, self.variants_after)),
        ]

    @property
    def published_writes(self) -> list[Write]:
        """What makes it seen, where all else is staged; each price is told of where its variant is settled."""
        left = store.handle_left(self.before, self.after)
        return [*self._product_writes, *left, *self._said(updated(self.after))]

    @property
    def _product_writes(self) -> list[Write]:
        return store.saved(self.before, self.after, self.variants_before, self.variants_after)

    def _said(self, *own: Event) -> Iterable[Write]:
        return store.said(self.after, *own, *self.says, now=self.now)

    def _sku_writes(self) -> Iterable[Write]:
        """What the inventory is told: new variants to keep stock of, and other SKUs."""
        moved = [each for each in self.written if each.id not in self.seen or self.seen[each.id].sku != each.sku]
        renamed = [(each.id, self.seen[each.id].sku, each.sku) for each in moved if each.id in self.seen]
        added = [(each.id, each.sku) for each in moved if each.id not in self.seen]
        return inventory.track(added, self.now, renamed)


def _live(variants: Iterable[Variant]) -> int:
    return sum(not variant.is_archived for variant in variants)
