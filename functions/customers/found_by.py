"""What staff find a customer by: keyed hashes of the e-mail address, the phone and each word of the name, and groups.

A row lies under each of them, so that no index tells who somebody is, and no list is walked through.
"""

import re
import unicodedata

from functions.customers.customer import Customer
from shared.signing import pseudonyms

WORDS_MAX = 8  # of a name; what is behind is not searched
_WORD = re.compile(r"\w+")


def keys_of(customer: Customer) -> tuple[str, ...]:
    """All that the customer is found by now, each once, in one order."""
    terms = [("group", group_id) for group_id in customer.group_ids]
    terms += [("name", word) for word in words(customer.name)]
    terms += [("email", email_of(each)) for each in (customer.email, *customer.other_emails) if each]
    terms += [("phone", customer.phone)] if customer.phone else []
    return tuple(sorted({keys_for(kind, text)[0] for kind, text in terms}))


def keys_for(kind: str, text: str) -> list[str]:
    """Where to look for it: under the current key, and during a rotation under the one before."""
    return pseudonyms("customer", f"{kind}\n{text}")


def email_of(text: str) -> str:
    """The address as it is compared."""
    return text.casefold()


def words(name: str) -> list[str]:
    """The words of a name as they are compared: small letters without marks, `Zoë` as `zoe`."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _WORD.findall(plain)[:WORDS_MAX]
