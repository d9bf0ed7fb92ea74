"""Everything that runs in Lambda and knows the business: one package a domain."""

import gc

gc.set_threshold(100_000)  # what imports make is there to stay: nothing to collect until `shared.start.imported`
