"""The differential test: the same random calls go to the simulation's DynamoDB and to an emulator, MiniStack's.

What is compared, call by call:
- the whole answer: items, their order, `LastEvaluatedKey`, counts, returned attributes, consumed capacity in all and of
  each index;
- of an error its code; of a canceled transaction each reason's code, in order, and the item that it shows. What
  messages say is not: the emulator's are its own;
- at the end of each chunk, the whole tables and every partition of every index.

The calls are drawn from a seed: every operation the shop uses, few keys so that they meet, right and wrong requests
(see `spoilers`), long items, transactions with mixed reasons, tokens used again, pages with limits in both directions.

Where the two differ, it is the emulator's error for a reason that `known` names, with what DynamoDB itself does, or it
is a difference nobody has explained, which fails. After a difference the emulator is given our items, and it goes on.

If there is an executable `dynoxide` on the PATH, it is compared as well, on a port of its own; none of its differences
is explained beforehand.

    python -m tests.simulation.differential --operations 200000 --seed 1
"""
