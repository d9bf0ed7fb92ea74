"""What people type, as they mean it: composed, without the marks that a paste brings along, and something to read."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

# Marks that nobody sees: direction as Hebrew and Arabic are pasted with, byte order, hyphens and breaks that may be,
# notes between lines, tags. They are dropped; but a flag's tags say whose it is.
_UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e007a]{1,6}\U000e007f)|[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202c\u2060-\u206f\ufeff"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
# Joiners stay between two letters or emoji of a script that needs them: a Persian word, a family. Elsewhere they hide.
_JOINER, _JOINED = "[\u180e\u200c\u200d]", "[^\x00-\u02ff\\s]"
_JOINER_RUNS = re.compile(f"({_JOINER}){_JOINER}+")
_JOINERS = re.compile(f"(?<!{_JOINED}){_JOINER}|{_JOINER}(?!{_JOINED})")
# What turns the letters around it, and what is no character at all, is refused: no keyboard has it.
_REFUSED = re.compile("[\u202d\u202e\ufdd0-\ufdef]")
# Letters and signs by their category, but there is nothing to see.
_BLANK = "\n\u115f\u1160\u2800\u3164\uffa0\u180e\u200c\u200d"
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_URL = re.compile(
    r"//|\b(?:https?|ftp|mailto|javascript):|\bwww\.|"
    r"\b[a-z0-9-]{2,}\.(?:com|net|org|info|biz|shop|store|xyz|top|site|online|app|dev|link|click|io|me|ru|cn)/",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Text:
    """A field that people type into, of at most so many characters once it is clean.

    is_required: whether there must be something to read. is_prose: whether it may have several lines.
    """

    length_max: int
    is_required: bool = False
    is_prose: bool = False

    def __call__(self, text: str) -> str:
        """The text as it is kept. Raises what pydantic tells as a wrong field."""
        text = clean_prose(text) if self.is_prose else clean(text)
        if not is_readable(text):
            if self.is_required:
                raise required("must have something to read")
            return ""
        if len(text) > self.length_max:
            raise ValueError(f"must have at most {self.length_max} characters")
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        shown = {**handler(schema), "maxLength": self.length_max}
        return shown | {"minLength": 1} if self.is_required else shown


def clean(text: str) -> str:
    """One line: composed characters (NFC), no edges of space, no marks that nobody sees.

    Raises ValueError for control characters, and for marks that turn the letters around them.
    """
    while (cleaner := _cleaner(text)) != text:  # what is dropped may bring others together; each turn leaves less
        text = cleaner
    if _REFUSED.search(text) or any(_is_no_character(c) for c in text):
        raise ValueError("must not hold control characters")
    return text


def clean_prose(text: str) -> str:
    """Several lines, each as `clean` has it; a tab is a space."""
    return "\n".join(clean(line.replace("\t", " ")) for line in _LINE_ENDS.split(text))


def is_readable(text: str) -> bool:
    """Whether there is something to see: a letter, a digit or a sign, not only spaces and accents of nothing."""
    return any(unicodedata.category(c)[0] in "LNPSC" and c not in _BLANK for c in text)


def without_url(text: str) -> str:
    """The text, if it has no address of a page. What a stranger types is mailed, and must not lead anybody anywhere.

    Raises ValueError. A name with a dot is none: St. John, Amazon.com Inc.
    """
    if _URL.search(unicodedata.normalize("NFKC", text)):
        raise ValueError("must not hold the address of a web page")
    return text


def none_if_blank(value: Any) -> Any:
    """None for a text with nothing in it: an empty form field says that there is none."""
    return None if isinstance(value, str) and not value.strip() else value


def required(sentence: str) -> PydanticCustomError:
    """The refusal of a field that must be there; its code is `required`."""
    return PydanticCustomError("required", sentence)


def _cleaner(text: str) -> str:
    text = _UNSEEN.sub(r"\1", unicodedata.normalize("NFC", text))
    text = _JOINERS.sub("", _JOINER_RUNS.sub(r"\1", text))
    return unicodedata.normalize("NFC", text).strip()


def _is_no_character(c: str) -> bool:
    return unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or ord(c) & 0xFFFE == 0xFFFE
