"""The shop as a machine, for owners and managers: what waits, what died, what runs by the clock, what it costs.

The public face: what an object said, which operators ask as well.
"""

from functions.system.history import TABLES, UnknownObject, history

__all__ = ["TABLES", "UnknownObject", "history"]
