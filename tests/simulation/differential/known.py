"""Where MiniStack is known to differ from DynamoDB, why that is its error, and what DynamoDB does.

A case is explained by the first row that holds. Rows that explain nothing in a long run are to be taken out. What
DynamoDB does is in its developer guide and API reference, or was seen there by those who test against it: the suites of
ScyllaDB's Alternator and of the DynamoDB conformance project, which run against AWS.
"""

from dataclasses import dataclass

from tests.simulation.differential.cases import (
    Case,
    Holds,
    all_of,
    differs_in_lists,
    differs_in_sums,
    differs_only_at,
    emulator_says,
    filters_keys_only,
    goes_on,
    has_odd_number,
    has_token,
    is_of,
    numbers_are_equal,
    reads_large_items,
    says,
    touches_lists,
)


@dataclass(frozen=True)
class Known:
    """name: for the summary. emulator, dynamodb: what each does. holds: whether a case is of this kind."""

    name: str
    emulator: str
    dynamodb: str
    holds: Holds


KNOWN = (
    Known(
        "units of a read",
        "A read costs one unit, or half of one, whatever its size.",
        "A unit for each 4 KB begun.",
        all_of(is_of("GetItem", "Query"), differs_only_at(".units")),
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
        "types of values",
        "It does not look at the types of the values that an operator gets.",
        "A value that is sent along and has the wrong type for its operator is refused.",
        goes_on("Incorrect operand type for operator or function; operator or function: "),
    ),
    Known(
        "types of attributes in an update",
        "It takes a string in a sum, or in list_append, for nothing.",
        "An operand in the update expression has an incorrect data type.",
        goes_on("An operand in the update expression has an incorrect data type"),
    ),
    Known(
        "syntax of updates",
        "It skips what it does not understand.",
        "A syntax error. A name in an expression starts with a letter, and two operands make a sum.",
        goes_on("Invalid UpdateExpression: Syntax error"),
    ),
    Known(
        "syntax of conditions",
        "It takes names that start with an underscore.",
        "A name in an expression starts with a letter.",
        goes_on("Invalid (Condition|KeyCondition)Expression: Syntax error"),
    ),
    Known(
        "sections of updates",
        "It takes two SETs.",
        "Each section at most once.",
        goes_on("section can only be used once"),
    ),
    Known(
        "paths of updates",
        "It takes two changes of one attribute, one after the other.",
        "Paths that overlap, or conflict, are refused.",
        goes_on("Two document paths (overlap|conflict) with each other"),
    ),
    Known(
        "paths that are not there",
        "It ignores REMOVE below an attribute that is missing or no map, and makes the map for ADD.",
        "The document path is invalid for update.",
        goes_on("The document path provided in the update expression is invalid for update"),
    ),
    Known(
        "functions in functions",
        "It takes list_append within itself or of one list, if_not_exists of a value, and any function in a condition.",
        "They are refused.",
        goes_on("not allowed to be used this way|requires a document path|Invalid function name|number of operands:"),
    ),
    Known(
        "operators of an expression",
        "It takes any number.",
        "At most 300.",
        goes_on("The expression contains too many operators"),
    ),
    Known(
        "bounds of BETWEEN",
        "It takes bounds of two types.",
        "They are of one type.",
        goes_on("BETWEEN operator requires same data type"),
    ),
    Known(
        "operators of key conditions",
        "It takes OR, NOT, <> and other functions than begins_with, and ignores them.",
        "They are refused.",
        goes_on("Invalid operator used in KeyConditionExpression"),
    ),
    Known(
        "keys in filters",
        "It filters by the keys.",
        "A filter may only look at attributes that are no keys of what is read.",
        goes_on("Filter Expression can only contain non-primary key attributes"),
    ),
    Known(
        "words in filters",
        "It takes reserved words.",
        "They are refused as in every expression.",
        goes_on("Invalid FilterExpression"),
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
        "start keys",
        "It takes any.",
        "A start key has the keys of what is read, and nothing else.",
        goes_on("The provided starting key"),
    ),
    Known(
        "signs of names",
        "It takes names without # and values without a colon, and empty maps of them.",
        "They are refused.",
        goes_on("contains invalid key|must not be empty"),
    ),
    Known(
        "nameless attributes",
        "It takes attributes without a name.",
        "Empty attribute name.",
        goes_on("Empty attribute name"),
    ),
    Known(
        "what a failed condition shows",
        "It takes any value for ReturnValuesOnConditionCheckFailure.",
        "ALL_OLD or NONE.",
        goes_on("returnValuesOnConditionCheckFailure"),
    ),
    Known(
        "lengths of keys",
        "It does not look at them in indexes, nor in a transaction where no item is put.",
        "A partition key has up to 2048 bytes, a sort key 1024, in indexes too.",
        goes_on("Size of (hashkey|rangekey) has exceeded"),
    ),
    Known(
        "keys in transactions",
        "It does not miss a key in a transaction, nor find one too many; types it looks at after doubles.",
        "A reason, ValidationError, of the first operation with such a key, before other reasons are looked for.",
        all_of(is_of("TransactWriteItems"), goes_on("does not match the schema|Missing the key|Type mismatch for")),
    ),
    Known(
        "words in updates",
        "It cancels a transaction for a reserved word in an update, and takes some of them in an update of its own.",
        "What is wrong with an expression makes the whole request invalid.",
        goes_on("reserved keyword"),
    ),
    Known(
        "updates of keys in transactions",
        "It looks for them where no condition has failed.",
        "An update that names an attribute of the table's key makes the whole request invalid.",
        all_of(is_of("TransactWriteItems"), goes_on("Cannot update attribute")),
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


def known(case: Case) -> Known | None:
    """What explains the difference, if anything does."""
    if case.emulator != "MiniStack":
        return None
    return next((each for each in KNOWN if each.holds(case)), None)
