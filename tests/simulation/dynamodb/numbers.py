"""DynamoDB's numbers: text on the wire, up to 38 digits, kept and answered without exponent or needless zeros."""

import re
from decimal import Context, Decimal

from tests.simulation.dynamodb.errors import invalid
from tests.simulation.dynamodb.limits import DIGITS_MAX, EXPONENT_MAX, EXPONENT_MIN

SHAPE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,9})?", re.ASCII)
EXACT = Context(prec=600)  # the widest sum of two numbers: from 1E+125 down to 1E-130


def canonical(text: str) -> str:
    """The number as DynamoDB stores and answers it. Raises AwsError where it can be none of DynamoDB's."""
    if len(text) <= DIGITS_MAX and text.isascii():
        digits = text[1:] if text[:1] == "-" else text
        if digits.isdigit() and digits[0] != "0":
            return text
    if SHAPE.fullmatch(text) is None:
        raise invalid(f"The parameter cannot be converted to a numeric value: {text}")
    return _plain(Decimal(text))


def is_canonical(text: str) -> bool:
    """Whether it need not be changed to be stored. Raises AwsError where it cannot be stored at all."""
    return canonical(text) == text


def _plain(number: Decimal) -> str:
    if not number:
        return "0"
    if number.adjusted() > EXPONENT_MAX:
        raise invalid("Number overflow. Attempting to store a number with magnitude larger than supported range")
    if number.adjusted() < EXPONENT_MIN:
        raise invalid("Number underflow. Attempting to store a number with magnitude smaller than supported range")
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    if len(digits) > DIGITS_MAX:
        raise invalid("Attempting to store more than 38 significant digits in a Number")
    return f"{number.normalize(EXACT):f}"


def plus(left: str, right: str) -> str:
    """The sum of two canonical numbers. Raises AwsError where it leaves DynamoDB's range."""
    try:
        return canonical(str(int(left) + int(right)))
    except ValueError:
        return _plain(EXACT.add(Decimal(left), Decimal(right)))


def minus(left: str, right: str) -> str:
    """The difference of two canonical numbers. Raises AwsError where it leaves DynamoDB's range."""
    try:
        return canonical(str(int(left) - int(right)))
    except ValueError:
        return _plain(EXACT.subtract(Decimal(left), Decimal(right)))


def is_less(left: str, right: str) -> bool:
    """Whether the one canonical number is below the other."""
    try:
        return int(left) < int(right)
    except ValueError:
        return Decimal(left) < Decimal(right)


def number_bytes(text: str) -> int:
    """What a canonical number counts for: a byte for two significant digits, one more, and one more below zero."""
    sign = 1 if text[0] == "-" else 0
    digits = text[sign:].replace(".", "").strip("0")
    return (len(digits) + 1) // 2 + 1 + sign
