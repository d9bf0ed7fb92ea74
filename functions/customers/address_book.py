"""A customer's addresses: kept by themselves, for carts to come. Pure."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from shared.address import Address
from shared.errors import Invalid, NotFound, Refused
from shared.people import Key

ADDRESSES_MAX = 20  # a customer's, which one item holds and one page shows


class TooManyAddresses(Refused):
    """As many addresses as one customer may keep."""

    code = "too_many_addresses"

    def __init__(self) -> None:
        details = {"limit": ADDRESSES_MAX}
        super().__init__(f"There are {ADDRESSES_MAX} addresses; remove one first.", details=details)


class UnknownAddress(Invalid):
    """No address of the customer who asks."""

    code = "unknown_address"

    def __init__(self, param: str) -> None:
        super().__init__("There is no such address in the customer's book.", param=param)


class KeptAddress(BaseModel):
    """An address in the book."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: int = 1
    address: Address


class AddressBook(BaseModel):
    """All of a customer's addresses, and which of them are meant where nothing is said."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    customer_id: str
    version: int = 0
    addresses: tuple[KeptAddress, ...] = ()
    default_shipping_id: str | None = None
    default_billing_id: str | None = None
    key: Key | None = Field(default=None, exclude=True, repr=False)  # the customer's, which seals the addresses

    def entry(self, address_id: str) -> KeptAddress:
        """The address of this id. Raises NotFound."""
        for each in self.addresses:
            if each.id == address_id:
                return each
        raise NotFound("address")

    def with_address(self, address_id: str, address: Address) -> Self:
        """With one more; the first is meant for everything. Raises TooManyAddresses."""
        if len(self.addresses) >= ADDRESSES_MAX:
            raise TooManyAddresses
        more = self._next(addresses=(*self.addresses, KeptAddress(id=address_id, address=address)))
        return more if self.addresses else more.meant(address_id, shipping=True, billing=True)

    def with_other(self, address_id: str, address: Address) -> Self:
        """With another address in this one's place. Raises NotFound."""
        seen = self.entry(address_id)
        if address.model_dump() == seen.address.model_dump():
            return self
        other = KeptAddress(id=address_id, version=seen.version + 1, address=address)
        return self._next(addresses=tuple(other if each is seen else each for each in self.addresses))

    def without(self, address_id: str) -> Self:
        """Without this one; where it was meant by itself, none is. Raises NotFound."""
        gone = self.entry(address_id)
        rest = self.meant(address_id, shipping=False, billing=False)
        return rest._next(addresses=tuple(each for each in rest.addresses if each.id != gone.id))

    def meant(self, address_id: str, *, shipping: bool | None, billing: bool | None) -> Self:
        """This one is meant where nothing is said, or is not any more; None: as it was."""
        defaults = {
            "default_shipping_id": _default(self.default_shipping_id, address_id, is_meant=shipping),
            "default_billing_id": _default(self.default_billing_id, address_id, is_meant=billing),
        }
        return self if defaults == self.model_dump(include=set(defaults)) else self._next(**defaults)

    def _next(self, **changed: object) -> Self:
        return self.model_copy(update=changed)


def _default(now: str | None, address_id: str, *, is_meant: bool | None) -> str | None:
    if is_meant:
        return address_id
    return None if is_meant is False and now == address_id else now
