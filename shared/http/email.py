"""E-mail addresses as mail servers take them."""

import unicodedata

EDGES = " \u00a0\u3000\u200e\u200f"  # what a paste brings along before and after an address


def email_address(text: str) -> str:
    """The address with its domain in ASCII and small letters. Raises ValueError.

    Before the @ is ASCII, as every mail server takes it. A domain in other letters is kept as `xn--…`; one that mixes
    Latin letters with others looks like what it is not, and is refused. Domains for tests (`.test`) pass.
    """
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - slow to import, rarely asked

    text = text.strip(EDGES)
    _, _, domain = text.rpartition("@")
    try:
        found = validate_email(
            text, check_deliverability=False, allow_smtputf8=False, strict=True, test_environment=True
        )
    except EmailNotValidError:
        raise ValueError("must be an e-mail address") from None
    if found.ascii_email is None or any(map(_is_mixed, domain.split("."))):
        raise ValueError("must be an e-mail address")
    return found.ascii_email.removesuffix(found.ascii_domain) + found.ascii_domain.lower()


def _is_mixed(label: str) -> bool:
    """Whether a part of a domain has Latin letters beside others, or dots that are none."""
    scripts = {unicodedata.name(c, "?").split()[0] for c in label if c.isalpha()}
    signs = [c for c in label if not (c.isalnum() or c == "-" or unicodedata.category(c)[0] == "M")]
    return bool(signs) or ("LATIN" in scripts and len(scripts) > 1)
