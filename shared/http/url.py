"""Addresses of pages and images: what a person's browser may be sent to."""

from urllib.parse import urlsplit


def https_url(text: str) -> str:
    """The address, if it is a plain https URL with a host name. Raises ValueError.

    Nothing here ever fetches it; a browser does, so it must not carry a name and password or hide its host. A domain in
    other letters comes as browsers copy it: `xn--…`.
    """
    if not text.isascii() or not text.isprintable() or any(sign in text for sign in " \\\"'<>`"):
        raise ValueError("must be a URL of printable ASCII")
    try:
        parts = urlsplit(text)
        port, host = parts.port, (parts.hostname or "").strip(".")
    except ValueError:
        raise ValueError("must be a URL") from None
    if parts.scheme != "https" or port not in (None, 443):
        raise ValueError("must be an https URL")
    if (
        "@" in parts.netloc or "." not in host or not host.rpartition(".")[2][0].isalpha()
    ):  # 127.1 is a number to browsers
        raise ValueError("must name a host, and no user")
    return text
