"""DynamoDB's limits, as its developer guide names them under "Quotas" and "Constraints"."""

KB = 1024

ITEM_BYTES_MAX = 400 * KB  # names and values together
PARTITION_KEY_BYTES_MAX = 2048
SORT_KEY_BYTES_MAX = 1024
DIGITS_MAX = 38  # significant digits of a number
EXPONENT_MAX = 125  # the largest number is 9.99…E+125
EXPONENT_MIN = -130  # the smallest one that is not zero is 1E-130
NAME_BYTES_MAX = 65_535  # of an attribute
DEPTH_MAX = 31  # of lists and maps in one another; what the innermost one holds is on level 32

EXPRESSION_BYTES_MAX = 4 * KB
OPERATORS_MAX = 300  # operators and functions of one expression
IN_MAX = 99  # values after IN: a hundred operands, as the attribute before it is one

TRANSACTION_OPERATIONS_MAX = 100
TRANSACTION_BYTES_MAX = 4 * KB * KB
TOKEN_S = 600  # how long a ClientRequestToken is remembered
TOKEN_LENGTH_MAX = 36
BATCH_WRITE_MAX = 25
BATCH_WRITE_BYTES_MAX = 16 * KB * KB
BATCH_GET_MAX = 100
BATCH_GET_BYTES_MAX = 16 * KB * KB
PAGE_BYTES_MAX = KB * KB  # of a Query

READ_UNIT_BYTES = 4 * KB
WRITE_UNIT_BYTES = KB

TTL_AGE_MAX_S = 5 * 365 * 86_400  # an item whose time ended longer ago than that is never removed
