"""Two accounts of one person made into one: what is known of the other comes to the one that stays. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.customers.address_book import AddressBook
from functions.customers.consent import Consent, ConsentRecord
from functions.customers.customer import Customer
from functions.customers.wish_list import WishList
from shared.errors import Invalid, Refused

MERGED_MAX = 20  # accounts that one has taken in; who has more is a case for a person
FILLED = ("first_name", "last_name", "phone", "locale")  # what the one that stays has goes before


NOTHING: dict[str, Any] = {  # what is left of the one that goes
    **dict.fromkeys(("email", *FILLED)),
    **dict.fromkeys(("other_emails", "merged_from", "consents", "tags", "group_ids"), ()),
    "email_verified": False,
    "accepts_marketing": False,
    "note": "",
    "grants": 0,
}


class SameCustomer(Invalid):
    """Nobody is merged with themselves."""

    code = "same_customer"

    def __init__(self) -> None:
        super().__init__("This is the customer itself.", param="from")


class UnknownCustomer(Invalid):
    """No customer that there is."""

    code = "unknown_customer"

    def __init__(self) -> None:
        super().__init__("There is no such customer.", param="from")


class MergedAway(Refused):
    """The customer is in another one by now."""

    code = "customer_merged"

    def __init__(self, customer_id: str, merged_into: str) -> None:
        details = {"customer_id": customer_id, "merged_into": merged_into}
        super().__init__("The customer was merged into another one.", details=details)


class TooManyMerged(Refused):
    """As many accounts as one may take in."""

    code = "too_many_merged"

    def __init__(self) -> None:
        super().__init__(f"The customer has taken in {MERGED_MAX} accounts.", details={"limit": MERGED_MAX})


class NoAccount(Refused):
    """Who has an account would go into who has none, and could not sign in any more."""

    code = "no_account"

    def __init__(self) -> None:
        super().__init__("This customer was imported and has no account; merge it into the other one.")


class ErasureAsked(Refused):
    """One of both wants to be forgotten, and is."""

    code = "erasure_asked"

    def __init__(self) -> None:
        super().__init__("One of both customers is being erased; they are not merged any more.")


@dataclass(frozen=True)
class Merge:
    """That one customer goes into another. is_done: whether all of theirs has come there."""

    stays: str
    goes: str
    begun_at: str
    done_at: str | None = None


Proof = Callable[[Consent], ConsentRecord]  # that this consent ends by the merge


def merged(
    stays: Customer, goes: Customer, now: datetime, proof: Proof
) -> tuple[Customer, Customer, list[ConsentRecord]]:
    """The one that stays with what was known of the other, the other as it is kept from now on, and the proof of each
    consent that ends by it.

    What somebody has taken back with one of both accounts is taken back: the stricter word holds. What was agreed to
    with the other alone is not agreed to with this one, whose address it was not about. An address that the pool knew
    to be the other's is known to be this one's.

    Raises TooManyMerged.
    """
    taken_in = (*stays.merged_from, goes.id, *goes.merged_from)
    if len(taken_in) > MERGED_MAX:
        raise TooManyMerged
    consents, ended = _consents(stays, goes, proof)
    emails = [goes.email] if goes.email and goes.email_verified else []
    others = dict.fromkeys((*stays.other_emails, *emails, *goes.other_emails))
    whole = stays.changed(
        now,
        **{name: getattr(stays, name) or getattr(goes, name) for name in FILLED},
        note="\n\n".join(filter(None, (stays.note, goes.note))),
        tags=tuple(dict.fromkeys((*stays.tags, *goes.tags))),
        group_ids=tuple(dict.fromkeys((*stays.group_ids, *goes.group_ids))),
        other_emails=tuple(each for each in others if each != stays.email),
        merged_from=taken_in,
        consents=consents,
        grants=stays.grants + goes.grants,
    )
    whole = whole.model_copy(update={"accepts_marketing": whole.accepts_by_email})
    gone = goes.changed(now, merged_into=stays.id, **NOTHING)
    return whole, gone, ended


def claimed(
    stays: Customer, goes: Customer, now: datetime, proof: Proof
) -> tuple[Customer, Customer, list[ConsentRecord]]:
    """As `merged`, where the one that goes was imported with the address that the one that stays has verified: what was
    agreed to was about this very address, and stands where they have not said anything else. Raises TooManyMerged.
    """
    whole, gone, ended = merged(stays, goes, now, proof)
    said = {(each.channel, each.purpose) for each in whole.consents}
    more = tuple(each for each in goes.consents if (each.channel, each.purpose) not in said)
    whole = whole.model_copy(update={"consents": (*whole.consents, *more)})
    return whole.model_copy(update={"accepts_marketing": whole.accepts_by_email}), gone, ended


def _consents(stays: Customer, goes: Customer, proof: Proof) -> tuple[tuple[Consent, ...], list[ConsentRecord]]:
    kept, ended = {(each.channel, each.purpose): each for each in stays.consents}, list[ConsentRecord]()
    for each in goes.consents:
        pair = each.channel, each.purpose
        if each.is_granted or each.is_pending:
            continue
        if pair not in kept:
            kept[pair] = each
        elif kept[pair].is_granted or kept[pair].is_pending:
            ended.append(proof(each))
            kept[pair] = ended[-1].consent
    return tuple(kept.values()), ended


def merged_books(stays: AddressBook, goes: AddressBook) -> AddressBook:
    """All addresses of both, each once; what the one that stays means by itself it means still. There may be more than
    one may add, and then none may be added.
    """
    there = [each.address for each in stays.addresses]
    more = tuple(each for each in goes.addresses if each.address not in there)
    kept = {each.id for each in more}
    meant = {
        name: getattr(stays, name) or (getattr(goes, name) if getattr(goes, name) in kept else None)
        for name in ("default_shipping_id", "default_billing_id")
    }
    if not more:
        return stays
    return stays.model_copy(update={"addresses": (*stays.addresses, *more), **meant})


def merged_wishes(stays: WishList, goes: WishList) -> WishList:
    """All wishes of both, each once, what was put down last first."""
    there = {each.variant_id for each in stays.wishes}
    more = [each for each in goes.wishes if each.variant_id not in there]
    if not more:
        return stays
    wishes = sorted((*stays.wishes, *more), key=lambda each: each.added_at, reverse=True)
    return stays.model_copy(update={"version": stays.version + 1, "wishes": tuple(wishes)})
