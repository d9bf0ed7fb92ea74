"""Make, change and remove shipping options: each is one new version of the item that holds them all."""

from dataclasses import replace
from datetime import datetime

from functions.fulfillment import store
from functions.fulfillment.shipping_option import OPTIONS_MAX, ShippingOption, Tier, TooManyOptions, tiers_of
from functions.fulfillment.views import (
    DeletedShippingOption,
    NewShippingOption,
    ShippingOptionChanges,
    ShippingOptionView,
    TierInput,
)
from shared.clock import stamp
from shared.dynamo import commit, fetch
from shared.http import Reply, Request
from shared.ids import new_id


def create_shipping_option(request: Request, new: NewShippingOption) -> Reply[ShippingOptionView]:
    """Add an option. Raises BadTiers or TooManyOptions."""
    _, directory = fetch(request.claim.read, store.directory())
    option = _new(new, request.now)
    if len(directory.options) >= OPTIONS_MAX:
        raise TooManyOptions
    shown = ShippingOptionView.of(option)
    reply = Reply(shown, 201, version=option.version)
    commit(directory.save(*directory.options, option), *request.settle(reply, on=option.id, after=shown))
    return reply


def change_shipping_option(
    request: Request, option_id: str, changes: ShippingOptionChanges
) -> Reply[ShippingOptionView]:
    """Change an option. Raises NotFound, VersionConflict or BadTiers."""
    (directory,) = fetch(store.directory())
    before = directory.option(option_id)
    request.require_match(before.version)
    after = _changed(before, changes, request.now)
    was, shown = (ShippingOptionView.of(each) for each in (before, after))
    reply = Reply(shown, version=after.version)
    changed = directory.save(*(after if option is before else option for option in directory.options))
    commit(changed, *request.settle(reply, on=option_id, before=was, after=shown))
    return reply


def delete_shipping_option(request: Request, option_id: str) -> Reply[DeletedShippingOption]:
    """Remove an option; carts and orders that took it keep what they took. Raises NotFound or VersionConflict."""
    (directory,) = fetch(store.directory())
    gone = directory.option(option_id)
    request.require_match(gone.version)
    reply = Reply(DeletedShippingOption(id=option_id))
    left = directory.save(*(option for option in directory.options if option is not gone))
    commit(left, *request.settle(reply, on=option_id, before=ShippingOptionView.of(gone)))
    return reply


def _new(new: NewShippingOption, now: datetime) -> ShippingOption:
    return ShippingOption(
        id=new_id("so"),
        title=new.title,
        countries=tuple(dict.fromkeys(new.countries)),
        kind=new.kind,
        tiers=tiers_of(new.kind, new.amounts, _tiers(new.tiers)),
        is_active=new.is_active,
        version=1,
        created_at=stamp(now),
        updated_at=stamp(now),
    )


def _changed(option: ShippingOption, changes: ShippingOptionChanges, now: datetime) -> ShippingOption:
    kind = changes.kind or option.kind
    is_priced_anew = kind is not option.kind or bool(changes.model_fields_set & {"amounts", "tiers"})
    return replace(
        option,
        title=option.title if changes.title is None else changes.title,
        countries=option.countries if changes.countries is None else tuple(dict.fromkeys(changes.countries)),
        kind=kind,
        tiers=tiers_of(kind, changes.amounts, _tiers(changes.tiers)) if is_priced_anew else option.tiers,
        is_active=option.is_active if changes.is_active is None else changes.is_active,
        version=option.version + 1,
        updated_at=stamp(now),
    )


def _tiers(tiers: list[TierInput] | None) -> list[Tier] | None:
    return None if tiers is None else [Tier(tier.up_to_g, tier.amounts) for tier in tiers]
