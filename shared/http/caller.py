"""Whose request it is, as far as an address can tell: what limits per caller are counted by.

The gateway sees who connects to it. Behind a CDN that is the CDN, so the edge says who connected to it, and proves with
a secret that it is the edge. Whoever comes past the edge knows no secret, and stands for the address it comes from.
"""

import hmac
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from shared.secret import is_granted, valid_values

PROOF, VIEWER = "origin-verify", "cloudfront-viewer-address"
HOUSEHOLD = 64  # leading bits of an IPv6 address; the rest any household or thief changes as it likes


def address_of(headers: dict[str, str], source_ip: str) -> str:
    """The caller's address, an IPv6 one as its network. headers: lower-case names. source_ip: as the gateway saw it.

    Secrets Manager is asked only where the request claims to come from the edge. Raises Unavailable where it is away.
    """
    viewer = headers.get(VIEWER)
    if viewer and _is_from_edge(headers.get(PROOF, "")):
        return _counted(_without_port(viewer)) or _counted(source_ip) or source_ip
    return _counted(source_ip) or source_ip


def _is_from_edge(proof: str) -> bool:
    if not proof or not is_granted("origin_secret"):
        return False
    matches = [hmac.compare_digest(proof.encode(), valid.encode()) for valid in valid_values("origin_secret")]
    return any(matches)


def _without_port(viewer: str) -> str:
    """`192.0.2.1:443` and `[2001:db8::1]:443`, also without the brackets, as CloudFront sends it."""
    host, _, _ = viewer.strip().rpartition(":")
    return host.removeprefix("[").removesuffix("]")


def _counted(text: str) -> str | None:
    """The address in the form that is counted, None for what is no address."""
    try:
        found: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if isinstance(found, IPv4Address):
        return str(found)
    return str(IPv6Network((int(found), HOUSEHOLD), strict=False))
