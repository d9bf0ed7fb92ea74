"""What SES found out about a mail as it came: whether its sender's domain stands for it, and whether it does harm.

SES writes its findings above all that the sender wrote, so the topmost header of a name is SES's.
"""

import re
from collections.abc import Sequence

SES = "amazonses.com"
FAILED = "FAIL"
_DMARC = re.compile(r"\bdmarc=(\w+)(?: header\.from=([\w.-]+))?")
_DKIM = re.compile(r"\bdkim=pass header\.i=[^\s@;]*@([\w.-]+)")
_COMMENTS = re.compile(r"\([^()]*\)")


def is_proven(results: Sequence[str], domain: str) -> bool:
    """Whether the domain that the mail says it is from stands for it: by DMARC, or where it has none, by DKIM.

    results: the headers Authentication-Results, the topmost first.
    """
    ours = " ".join(results[0].split()) if results else ""
    if not ours.startswith(f"{SES};") or '"' in ours:  # only between quotes could an address make words of its own
        return False
    ours = _COMMENTS.sub("", ours)
    said = _DMARC.findall(ours)
    if len(said) > 1:
        return False
    if said and said[0][0] != "none":
        verdict, named = said[0]
        return bool(verdict == "pass" and named.lower() == domain.lower())
    return any(_is_of(domain.lower(), signer.lower()) for signer in _DKIM.findall(ours))


def is_harmful(spam: Sequence[str], virus: Sequence[str]) -> bool:
    """Whether SES holds it for spam or for a virus."""
    return any(verdicts[0].strip().upper() == FAILED for verdicts in (spam, virus) if verdicts)


def _is_of(domain: str, signer: str) -> bool:
    """Whether who signed is the domain, or one above it that is more than a country's."""
    return domain == signer or ("." in signer and domain.endswith(f".{signer}"))
