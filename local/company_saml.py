"""A company's own sign-in, doubled: a SAML 2.0 provider's part of a sign-in, as its people's browser carries it.

What it says is not signed, and the local cloud does not look: that a foreign signature is refused is AWS's part.
Sources: SAML 2.0 Core and Bindings (HTTP-Redirect there, HTTP-POST back).
"""

import base64
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET  # nosec B405

ASSERTION, PROTOCOL = "urn:oasis:names:tc:SAML:2.0:assertion", "urn:oasis:names:tc:SAML:2.0:protocol"
COUNTS_FOR = timedelta(minutes=5)
SIGN_IN = "https://login.example.com/saml/sso"
METADATA = (
    '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://login.example.com">'
    f'<IDPSSODescriptor protocolSupportEnumeration="{PROTOCOL}">'
    '<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" '
    f'Location="{SIGN_IN}"/></IDPSSODescriptor></EntityDescriptor>'
)


@dataclass(frozen=True)
class Asked:
    """A pool's question, as a browser brings it."""

    by: str  # the pool's name at the provider
    answer_to: str
    relay_state: str
    request_id: str


def asked(location: str) -> Asked:
    """What is asked by this address of the provider's page. Raises KeyError or ParseError where it is no question."""
    query = parse_qs(urlsplit(location).query)
    raw = zlib.decompress(base64.b64decode(query["SAMLRequest"][0]), -zlib.MAX_WBITS)
    request = ET.fromstring(raw)  # noqa: S314 - the local cloud's own
    by = request.findtext(f"{{{ASSERTION}}}Issuer") or ""
    return Asked(by, request.attrib["AssertionConsumerServiceURL"], query["RelayState"][0], request.attrib["ID"])


def answer(question: Asked, name_id: str, said: dict[str, str]) -> dict[str, str]:
    """The form that the browser posts back. said: attributes of the person by their names."""
    now = datetime.now(UTC)
    response = ET.Element(f"{{{PROTOCOL}}}Response", ID=f"_r{question.request_id}", Version="2.0")
    response.set("InResponseTo", question.request_id)
    assertion = ET.SubElement(response, f"{{{ASSERTION}}}Assertion", Version="2.0", IssueInstant=_stamp(now))
    subject = ET.SubElement(assertion, f"{{{ASSERTION}}}Subject")
    ET.SubElement(subject, f"{{{ASSERTION}}}NameID").text = name_id
    until = {"NotOnOrAfter": _stamp(now + COUNTS_FOR)}
    limits = ET.SubElement(assertion, f"{{{ASSERTION}}}Conditions", until)
    audience = ET.SubElement(limits, f"{{{ASSERTION}}}AudienceRestriction")
    ET.SubElement(audience, f"{{{ASSERTION}}}Audience").text = question.by
    statement = ET.SubElement(assertion, f"{{{ASSERTION}}}AttributeStatement")
    for name, value in said.items():
        attribute = ET.SubElement(statement, f"{{{ASSERTION}}}Attribute", Name=name)
        ET.SubElement(attribute, f"{{{ASSERTION}}}AttributeValue").text = value
    raw = ET.tostring(response)
    return {"SAMLResponse": base64.b64encode(raw).decode(), "RelayState": question.relay_state}


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
