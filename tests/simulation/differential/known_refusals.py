"""What DynamoDB refuses and MiniStack takes, or refuses for another reason."""

from tests.simulation.differential.cases import (
    all_of,
    goes_on,
    is_of,
)
from tests.simulation.differential.known_row import Known

REFUSALS = (
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
)
