"""Network addresses and their ranges, as people write them: `192.0.2.0/24`, `2001:db8::/32`, or one address."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network


def network(text: str) -> str:
    """The range in its one form. Raises ValueError for what is none, or has bits behind its length."""
    try:
        found = ip_network(text.strip())
    except ValueError:
        raise ValueError("must be an address or a range of addresses, such as 192.0.2.0/24") from None
    if isinstance(found, IPv6Network) and found.network_address.ipv4_mapped:
        raise ValueError("must be written as the IPv4 address that it is")
    return str(found)


def address_in(text: str) -> IPv4Address | IPv6Address | None:
    """The address, an IPv4 one as such however it came; None for what is no address."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def is_within(address: str, ranges: Iterable[str]) -> bool:
    """Whether the address is in one of the ranges. What is no address is in none."""
    found = address_in(address)
    return found is not None and any(found in ip_network(each) for each in ranges)
