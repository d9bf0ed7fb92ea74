"""Loading and saving companies."""

from events import CompanyChanged, CompanyCreated, Event
from functions.companies.company import Company
from functions.companies.table import (
    BY_TIME,
    LISTED,
    SPEC,
    company_item,
    company_key,
    company_of,
    company_pk,
    member_item,
    member_key,
)
from shared import clock, outbox
from shared.dynamo import ABSENT, Item, Key, Page, Read, Write, check, create, delete, fetch, query_kept, replace, still
from shared.errors import Forbidden, NotFound, Refused
from shared.people import key_place


class MemberElsewhere(Refused):
    """The customer buys for a company already, and nobody buys for two."""

    code = "member_elsewhere"

    def __init__(self, company_id: str | None) -> None:
        details = {"company_id": company_id}
        super().__init__("The customer is a member of a company already.", details=details)


class NotAdmin(Forbidden):
    """A member, but not one of the company's admins."""

    code = "not_company_admin"

    def __init__(self) -> None:
        super().__init__("Only an admin of the company may do this.")


def found(company_id: str) -> Read[Company | None]:
    """The company, None where there is none."""

    def parse(items: list[Item | None]) -> Company | None:
        stored, key = items
        return company_of(stored, key) if stored else None

    return Read(SPEC, (company_key(company_id),), parse, beside=(key_place(company_id),))


def company(company_id: str) -> Read[Company]:
    """The company. Raises NotFound."""
    read = found(company_id)

    def parse(items: list[Item | None]) -> Company:
        company = read.parse(items)
        if company is None:
            raise NotFound("company")
        return company

    return read.into(parse)


def company_id_of(customer_id: str | None) -> Read[str | None]:
    """For which company the customer buys; None where for none. Reads nothing for a guest."""
    if customer_id is None:
        return Read(SPEC, (), lambda _: None)
    return Read(SPEC, (member_key(customer_id),), lambda items: items[0]["company_id"] if items[0] else None)


def still_for(customer_id: str | None, seen: Company | None) -> tuple[Write, ...]:
    """For a commit that goes by whom the customer buys for, and by what they may there: both are as they were seen.

    None for seen: they bought for nobody; of a guest nothing is asked. A commit that finds it otherwise raises Stale.
    """
    if customer_id is None:
        return ()
    if seen is None:
        return (check(SPEC, member_key(customer_id), ABSENT),)
    return (still(SPEC, company_key(seen.id), seen=seen.version),)


def save_company(changed: Company) -> tuple[Write, ...]:
    """The next version of a company over the one that was read, with its news."""
    about: dict[str, str] = {"company_id": changed.id}
    said: Event = CompanyCreated(**about) if changed.version == 1 else CompanyChanged(**about)
    aggregate = outbox.Aggregate("company", changed.id, changed.version)
    news = outbox.say(SPEC, company_pk(changed.id), aggregate, said, now=clock.parse(changed.updated_at))
    item, key = company_item(changed)
    return (replace(SPEC, item, seen=changed.version - 1), *key, *news)


def join(customer_id: str, company_id: str) -> Write:
    """The customer buys for this company. The commit raises MemberElsewhere."""

    def elsewhere(seen: Item | None) -> Exception:
        return MemberElsewhere(seen["company_id"] if seen else None)

    return create(SPEC, member_item(customer_id, company_id), elsewhere)


def leave(customer_id: str) -> Write:
    """The customer buys for nobody. Has no condition: done again, it changes nothing."""
    return delete(SPEC, member_key(customer_id), condition="")


def page_of_companies(limit: int, after: Key | None) -> tuple[list[Company], Page]:
    """A page of all companies as they stand now, the newest first."""
    return query_kept(SPEC, LISTED, keep=_companies, index=BY_TIME, limit=limit, after=after, newest_first=True)


def _companies(items: list[Item]) -> list[Company | None]:
    ids = [item["pk"].removeprefix("COMPANY#") for item in items]
    return list(fetch(*map(found, ids))) if ids else []
