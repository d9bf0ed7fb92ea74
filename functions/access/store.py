"""Reading and writing API keys, staff and roles: loads, and staged writes."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import datetime

from functions.access.api_key import ApiKey, Maker, MakerDead
from functions.access.member import EmailTaken, LastOwner, Member, Status, owners_gained
from functions.access.role import ROLES_MAX, Role, is_own, limits_of, scopes_of
from functions.access.table import (
    ALL_KEYS,
    LISTED,
    LISTED_ROLES,
    LISTED_STAFF,
    OWNERS,
    SPEC,
    api_key_item,
    api_key_key,
    api_key_of,
    email_key,
    maker_key,
    member_item,
    member_key,
    member_of,
    role_item,
    role_key,
    role_of,
    use_key,
)
from shared import clock
from shared.dynamo import (
    ABSENT,
    PRESENT,
    Item,
    Key,
    Page,
    Read,
    Write,
    check,
    create,
    delete,
    delete_seen,
    fetch,
    query,
    replace,
    update,
    wholes,
)
from shared.http import Between


def api_key(key_id: str) -> Read[ApiKey | None]:
    """The key with this id, or None. Whether it counts, `as_it_counts` says."""
    return Read(SPEC, (api_key_key(key_id),), lambda items: api_key_of(items[0]) if items[0] else None)


def last_use(principal: str) -> Read[str | None]:
    """When the key was last used, or the member last here, to the hour."""
    return Read(SPEC, (use_key(principal),), lambda items: items[0]["last_used_at"] if items[0] else None)


def as_it_counts(key: ApiKey) -> ApiKey:
    """The key, revoked where one of its makers was, and without what they lost. One more read, for a key that another
    key or a member made; and one more where that member has a role of the shop's own.
    """
    return all_as_they_count([key])[0]


def all_as_they_count(keys: Iterable[ApiKey]) -> list[ApiKey]:
    """These keys, each revoked where one of its makers was, and with what is left to its makers of its scopes."""
    keys = list(keys)
    makers = makers_of(keys)
    members = {name: each for name, each in makers.items() if isinstance(each, Member)}
    own = own_roles(role for each in members.values() for role in each.roles)
    held = {name: scopes_of(each.roles, own) for name, each in members.items()}
    limits = {name: limits_of(each.locations, each.roles, own) for name, each in members.items()}
    return [
        dataclasses.replace(
            key.under(makers, [held[each] for each in key.makers if each in held]),
            locations=next((limits[each] for each in key.makers if each in limits), ()),
        )
        for key in keys
    ]


def makers_of(keys: Iterable[ApiKey]) -> Mapping[str, Maker]:
    """What these keys come from, as far as it is there, by id."""
    named = dict.fromkeys(maker for key in keys for maker in key.makers)
    if not named:
        return {}
    (makers,) = fetch(Read(SPEC, tuple(map(maker_key, named)), _by_id))
    return makers


def made(key: ApiKey) -> Write:
    """The staged write of a new key."""
    return create(SPEC, api_key_item(key))


def changed(before: ApiKey, after: ApiKey) -> Write:
    """The staged write of a changed key. The commit raises Stale where it was changed since it was read."""
    return replace(SPEC, api_key_item(after), seen=before.version)


def still_counting(key: ApiKey) -> tuple[Write, ...]:
    """Lets the commit stand only while nobody has ended the key or one of its makers, nor changed who of the staff it
    comes from, nor what their roles of the shop's own allow. It raises MakerDead.
    """
    makers = makers_of([key])
    own = own_roles(role for each in makers.values() if isinstance(each, Member) for role in each.roles)
    counting = (_still(each, makers.get(each)) for each in (*key.makers, key.id))
    return (*counting, *map(role_still_allows, own.values()))


def _still(name: str, maker: Maker | None) -> Write:
    if isinstance(maker, Member):
        return still_as_it_was(maker)
    return check(
        SPEC,
        maker_key(name),
        "#ends = :never",
        names={"#ends": "revoked_at"},
        values={":never": None},
        refusal=lambda _: MakerDead(),
    )


def use_noted(principal: str, now: datetime) -> Write:
    """The staged write of when the key was last used, or the member last here."""
    return update(
        SPEC,
        use_key(principal),
        "SET #used = :now",
        condition="attribute_not_exists(#used) OR #used <= :now",
        names={"#used": "last_used_at"},
        values={":now": clock.stamp(now)},
    )


def last_uses(them: Iterable[ApiKey | Member]) -> dict[str, str]:
    """When these keys were last used, or members last here, by id; one that never was is absent."""
    used = tuple(use_key(each.id) for each in them)
    if not used:
        return {}
    (found,) = fetch(Read(SPEC, used, lambda items: [item for item in items if item]))
    return {item["pk"].removeprefix("USED#"): item["last_used_at"] for item in found}


def newest(created: Between, limit: int, after: Key | None) -> tuple[list[ApiKey], Page]:
    """A page of the keys that were made then, newest first, as they are now."""
    found, page = _page(LISTED, "key", created, limit, after)
    return all_as_they_count([api_key_of(item) for item in found]), page


def member_at(address: str) -> Member | None:
    """Who of the staff has this e-mail address."""
    (found,) = fetch(Read(SPEC, (email_key(address),), lambda items: items[0]))
    return fetch(member(found["staff_id"]))[0] if found else None


def member(staff_id: str) -> Read[Member | None]:
    """The member of the staff with this id, or None."""
    return Read(SPEC, (member_key(staff_id),), lambda items: member_of(items[0]) if items[0] else None)


def newest_members(created: Between, limit: int, after: Key | None) -> tuple[list[Member], Page]:
    """A page of the staff, whoever was invited last first, the removed too."""
    found, page = _page(LISTED_STAFF, "staff", created, limit, after)
    return [member_of(item) for item in found], page


def invited(member: Member) -> tuple[Write, ...]:
    """The staged writes of a new member. The commit raises EmailTaken."""
    pk, sk = email_key(member.email)
    address = create(SPEC, {"pk": pk, "sk": sk, "staff_id": member.id}, refusal=lambda _: EmailTaken())
    return (create(SPEC, member_item(member)), address, *_owners(owners_gained(None, member)))


def member_changed(before: Member, after: Member) -> tuple[Write, ...]:
    """The staged writes of a changed member. The commit raises Stale or LastOwner."""
    freed = [delete(SPEC, email_key(before.email))] if _is_gone(after) and not _is_gone(before) else []
    kept = replace(SPEC, member_item(after), seen=before.version)
    return (kept, *freed, *_owners(owners_gained(before, after)))


def still_as_it_was(member: Member) -> Write:
    """Lets the commit stand only while nothing of the member was changed. It raises MakerDead."""
    return _unchanged(member_key(member.id), member.version)


def role_still_allows(role: Role) -> Write:
    """Lets the commit stand only while the shop's own role is as it was. It raises MakerDead."""
    return _unchanged(role_key(role.id), role.version)


def _unchanged(key: tuple[str, str], version: int) -> Write:
    return check(
        SPEC,
        key,
        "#version = :seen",
        names={"#version": "version"},
        values={":seen": version},
        refusal=lambda _: MakerDead(),
    )


def _is_gone(member: Member) -> bool:
    return member.status == Status.REMOVED


def _owners(gained: int) -> tuple[Write, ...]:
    """Owners are counted, so that of two that go at the same time one stays."""
    if gained == 0:
        return ()
    names, values = {"#count": "count"}, {":one": 1}
    if gained > 0:
        anyway = f"{ABSENT} OR {PRESENT}"
        return (update(SPEC, OWNERS, "ADD #count :one", condition=anyway, names=names, values=values),)
    return (
        update(
            SPEC,
            OWNERS,
            "SET #count = #count - :one",
            condition="#count > :one",
            names=names,
            values=values,
            refusal=lambda _: LastOwner(),
        ),
    )


def role(role_id: str) -> Read[Role | None]:
    """The shop's own role with this id, or None."""
    return Read(SPEC, (role_key(role_id),), lambda items: role_of(items[0]) if items[0] else None)


def own_roles(roles: Iterable[str]) -> Mapping[str, Role]:
    """Those of these roles that are the shop's own and there, by id. One read, and none where all are built in."""
    named = tuple(role_key(each) for each in dict.fromkeys(roles) if is_own(each))
    if not named:
        return {}
    (found,) = fetch(Read(SPEC, named, lambda items: {item["id"]: role_of(item) for item in items if item}))
    return found


def all_own_roles() -> list[Role]:
    """All roles of the shop's own, the oldest first."""
    found, _ = _page(LISTED_ROLES, "role", Between(), ROLES_MAX, None)
    return sorted((role_of(item) for item in found), key=lambda role: role.id)


def role_made(role: Role) -> Write:
    """The staged write of a new role."""
    return create(SPEC, role_item(role))


def role_changed(before: Role, after: Role) -> Write:
    """The staged write of a changed role. The commit raises Stale."""
    return replace(SPEC, role_item(after), seen=before.version)


def role_gone(role: Role) -> Write:
    """The staged write that takes a role away, and with it all that it allowed. The commit raises Stale."""
    return delete_seen(SPEC, role_key(role.id), seen=role.version)


def _page(listed: str, prefix: str, created: Between, limit: int, after: Key | None) -> tuple[list[Item], Page]:
    sort = ("between", *created.ids(prefix))
    page = query(SPEC, listed, index=ALL_KEYS, sort=sort, newest_first=True, limit=limit, after=after)
    return [item for item in wholes(SPEC, page.items, lambda item: item) if item], page


def _by_id(items: list[Item | None]) -> dict[str, Maker]:
    return {item["id"]: member_of(item) if item["sk"] == "STAFF" else api_key_of(item) for item in items if item}
