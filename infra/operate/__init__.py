"""`storewright`, the operator's command line: a shop looked after by people who did not build it.

It knows what there is from the plan (`infra/domains/`) and where it is by the rule of names (`infra/names.py`), and
needs nothing deployed for itself: whoever has the rights in the account may use it.
"""
