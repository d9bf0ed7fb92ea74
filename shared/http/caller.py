"""Whose request it is, as far as an address can tell: what limits per caller are counted by.

The gateway sees who connects to it. Behind a CDN that is the CDN, so the edge says who connected to it, and proves with
a secret that it is the edge. Whoever comes past the edge knows no secret, and stands for the address it comes from.
"""

import hmac
from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network

from shared.errors import Forbidden
from shared.http.addresses import address_in
from shared.secret import is_granted, valid_values
from shared.settings import Settings, read_settings

PROOF = "origin-verify"
HOUSEHOLD = 64  # leading bits of an IPv6 address; the rest any household or thief changes as it likes


def address_of(headers: dict[str, str], source_ip: str) -> str:
    """The caller's address, an IPv6 one as its network. headers: lower-case names. source_ip: as the gateway saw it.

    Secrets Manager is asked only where the request claims to come from the edge. Raises Unavailable where it is away.
    """
    found = whole_address_of(headers, source_ip)
    return _counted(found) or _counted(source_ip) or source_ip


def whole_address_of(headers: dict[str, str], source_ip: str) -> str:
    """The caller's address as it came, an IPv6 one to its last bit."""
    viewer = headers.get(read_settings(Edge).viewer_header)
    if viewer and _is_from_edge(headers.get(PROOF, "")):
        return _without_port(viewer)
    return source_ip


class Edge(Settings):
    """What stands in front of the API, if anything does."""

    only_by_edge: bool = False  # whether the API answers nobody else
    viewer_header: str = "cloudfront-viewer-address"  # in which it says who connected to it


class PastTheEdge(Forbidden):
    """Asked at the API's own address, where only the shop's edge may ask. Use the shop's."""

    code = "past_the_edge"

    def __init__(self) -> None:
        super().__init__("The API does not answer at this address; ask at the shop's own.")


def require_edge(headers: Mapping[str, str]) -> None:
    """Where the API is closed to all but its edge, the request must prove that it came by it. Raises PastTheEdge."""
    if not read_settings(Edge).only_by_edge:
        return
    if not _is_from_edge({name.lower(): value for name, value in headers.items()}.get(PROOF, "")):
        raise PastTheEdge


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
    found = address_in(text)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((int(found), HOUSEHOLD), strict=False))
    return str(found) if found else None
