"""The table of companies: its keys, and how an item becomes a model and back.

| entity | pk | sk | says |
|---|---|---|---|
| company | `COMPANY#{company_id}` | `COMPANY` | what staff know of it, and who buys for it |
| event | `COMPANY#{company_id}` | `EVENT#…` | outbox and history |
| membership | `MEMBER#{customer_id}` | `COMPANY` | for which company a customer buys |
| claim | `IDEM#…` | `IDEM` | once |

| question | answered by |
|---|---|
| a company | its key |
| the company of a customer | the membership, then the company |
| companies, newest first | index `companies_by_time` |

Its name, tax ids, certificate and note may be a person's, who trades under their own name: they are sealed.
"""

from functions.companies.company import Company
from shared import people
from shared.dynamo import Item, Write
from shared.table import Index, TableSpec

BY_TIME = Index("companies_by_time", partition="listed", sort="created_at", keys_only=True)

SPEC = TableSpec("companies", indexes=(BY_TIME,))

LISTED = "company"  # the one partition of BY_TIME: a thousand new companies a second before it is hot
PERSONAL = ("name", "tax_ids", "tax_exemption", "note")


def company_pk(company_id: str) -> str:
    """The partition of all that is known of a company."""
    return f"COMPANY#{company_id}"


def company_key(company_id: str) -> tuple[str, str]:
    """Where the company is."""
    return (company_pk(company_id), "COMPANY")


def member_key(customer_id: str) -> tuple[str, str]:
    """Where it stands for which company a customer buys."""
    return (f"MEMBER#{customer_id}", "COMPANY")


def member_item(customer_id: str, company_id: str) -> Item:
    """For which company a customer buys, as it is stored."""
    pk, sk = member_key(customer_id)
    return {"pk": pk, "sk": sk, "company_id": company_id}


def company_item(company: Company) -> tuple[Item, tuple[Write, ...]]:
    """The company as it is stored, and the write of its key where it has none yet."""
    pk, sk = company_key(company.id)
    item = {"pk": pk, "sk": sk, "listed": LISTED, **company.model_dump(mode="json")}
    return people.seal_item(SPEC, item, PERSONAL, company.id, company.key)


def company_of(item: Item, key_item: Item | None) -> Company:
    """The company of a stored item and of that of its key."""
    key = people.key_found(item["id"], key_item)
    return Company.model_validate({**people.open_item(SPEC, item, key), "key": key})
