"""What both do, and MiniStack otherwise than DynamoDB."""

from tests.simulation.differential.cases import (
    all_of,
    checks_a_long_key,
    differs_in_lists,
    differs_in_sums,
    differs_only_at,
    emulator_says,
    filters_keys_only,
    has_odd_number,
    has_token,
    is_of,
    numbers_are_equal,
    reads_large_items,
    says,
    touches_lists,
)
from tests.simulation.differential.known_row import Known

ANSWERS = (
    Known(
        "units of a read",
        "A read costs one unit, or half of one, whatever its size.",
        "A unit for each 4 KB begun.",
        all_of(is_of("GetItem", "Query", "Scan"), differs_only_at(".units")),
    ),
    Known(
        "units of BatchGetItem",
        "It does not tell them.",
        "Told for each table, rounded up item by item.",
        all_of(is_of("BatchGetItem"), differs_only_at(".units")),
    ),
    Known(
        "units of a token's second use",
        "It counts the items as they were when the transaction happened.",
        "A transaction that happened before costs what it costs to read its items.",
        all_of(has_token, differs_only_at(".units")),
    ),
    Known(
        "units of a check of nothing",
        "It counts the key that is checked, where there is no item.",
        "Nothing costs as the smallest item.",
        all_of(is_of("TransactWriteItems"), checks_a_long_key, differs_only_at(".units")),
        is_rare=True,
    ),
    Known(
        "no attributes updated",
        "UPDATED_OLD answers an empty map where nothing was there before.",
        "Then there are no Attributes in the answer.",
        differs_only_at(".Attributes", one=None, other={}),
    ),
    Known(
        "numbers within lists and maps",
        "An update leaves a number within a value as it was written, such as 1.0 or -0.",
        "Every number is kept and answered in one form.",
        all_of(numbers_are_equal, has_odd_number),
    ),
    Known(
        "numbers of a token's request",
        "It rewrites the numbers of a transaction before it compares it with itself.",
        "The same request with the same token is the same.",
        all_of(says("IdempotentParameterMismatchException"), has_odd_number),
    ),
    Known(
        "digits of a sum",
        "It rounds sums to 28 digits.",
        "38 digits are kept; a sum that needs more is refused.",
        all_of(is_of("UpdateItem", "TransactWriteItems"), differs_in_sums),
    ),
    Known(
        "places in a list",
        "It appends and removes elements one by one, in the order of the expression.",
        "Places are those before the update; appended elements go by their numbers.",
        all_of(is_of("UpdateItem", "TransactWriteItems"), touches_lists, differs_in_lists),
    ),
    Known(
        "filters of an index",
        "It filters by attributes that the index does not have.",
        "A query of an index sees what is projected into it.",
        all_of(is_of("Query"), filters_keys_only),
    ),
    Known(
        "pages of a megabyte",
        "A page ends before the item with which it would pass a megabyte.",
        "It ends behind that item.",
        all_of(is_of("Query"), reads_large_items),
    ),
    Known(
        "empty keys of an index in a transaction's update",
        "They make the whole request invalid.",
        "A reason, ValidationError: whether an update leaves such a key is known when it has run.",
        all_of(is_of("TransactWriteItems"), emulator_says("attempted to update a secondary index key")),
    ),
    Known(
        "reasons besides failed conditions",
        "It tries no update where another operation's condition has failed.",
        "Each operation has a reason of its own.",
        lambda case: (
            case.ours.code == case.theirs.code == "TransactionCanceledException"
            and "ValidationError" in {reason["Code"] for reason in case.ours.body["reasons"]}
        ),
    ),
)
