"""Keys as requests name them, and the keys that items hold: of the right names, types and lengths."""

from tests.simulation.dynamodb.errors import AwsError, Wire, WrongItem, invalid
from tests.simulation.dynamodb.indexes import Key
from tests.simulation.dynamodb.limits import PARTITION_KEY_BYTES_MAX, SORT_KEY_BYTES_MAX
from tests.simulation.dynamodb.operands import kind_of
from tests.simulation.dynamodb.tables import Table

WRONG_KEY = "The provided key element does not match the schema"
WRONG = "One or more parameter values were invalid: "
SIZE_MAX = {"pk": PARTITION_KEY_BYTES_MAX, "sk": SORT_KEY_BYTES_MAX}
SIZE_NAMES = {"pk": "hashkey", "sk": "rangekey"}


def key_of(key: Wire) -> Key:
    """The key of a request. Raises AwsError where it is none."""
    if len(key) != 2:
        raise WrongItem("The number of conditions on the keys is invalid" if not key else WRONG_KEY)
    try:
        pk, sk = key["pk"]["S"], key["sk"]["S"]
    except KeyError:
        raise WrongItem(WRONG_KEY) from None
    _check(pk, sk)
    return pk, sk


def key_in(item: Wire) -> Key:
    """The key that an item to be put holds. Raises AwsError where it holds none."""
    try:
        pk, sk = item["pk"]["S"], item["sk"]["S"]
    except KeyError:
        raise _no_key(item) from None
    _check(pk, sk)
    return pk, sk


def _no_key(item: Wire) -> AwsError:
    for name in ("pk", "sk"):
        if name not in item:
            return WrongItem(f"{WRONG}Missing the key {name} in the item")
        if "S" not in item[name]:
            return WrongItem(f"{WRONG}Type mismatch for key {name} expected: S actual: {kind_of(item[name])}")
    raise AssertionError(item)


def _check(pk: str, sk: str) -> None:
    if not pk or not sk:
        name = "sk" if pk else "pk"
        raise invalid(
            f"{WRONG}The AttributeValue for a key attribute cannot contain an empty string value. Key: {name}"
        )
    if len(pk) > SORT_KEY_BYTES_MAX // 4 or len(sk) > SORT_KEY_BYTES_MAX // 4:  # no character has more than four bytes
        for name, value in (("pk", pk), ("sk", sk)):
            if len(value.encode()) > SIZE_MAX[name]:
                longest = f"{SIZE_MAX[name]} bytes"
                raise invalid(f"{WRONG}Size of {SIZE_NAMES[name]} has exceeded the maximum size limit of {longest}")


def check_index_keys(table: Table, item: Wire) -> None:
    """Raises AwsError where an attribute that an index sorts by is no string, or an empty or too long one."""
    for name, index in table.index_keys:
        value = item.get(name)
        if value is None:
            continue
        text = value.get("S")
        if not text:
            raise _wrong_index_key(table, name, index, value)
        if len(text) > SORT_KEY_BYTES_MAX // 4:
            _check_length(table, name, index, text)


def _wrong_index_key(table: Table, name: str, index: str, value: Wire) -> AwsError:
    if "S" not in value:
        found = f"Expected: S Actual: {kind_of(value)} IndexName: {index}"
        return WrongItem(f"{WRONG}Type mismatch for Index Key {name} {found}")
    why = "A value specified for a secondary index key is not supported. The AttributeValue for a key attribute "
    return invalid(f"{WRONG}{why}cannot contain an empty string value. IndexName: {index}, IndexKey: {name}")


def _check_length(table: Table, name: str, index: str, text: str) -> None:
    is_partition = table.indexes[index].index.partition == name
    longest = PARTITION_KEY_BYTES_MAX if is_partition else SORT_KEY_BYTES_MAX
    if len(text.encode()) > longest:
        which = "hashkey" if is_partition else "rangekey"
        raise invalid(f"{WRONG}Size of {which} has exceeded the maximum size limit of {longest} bytes")
