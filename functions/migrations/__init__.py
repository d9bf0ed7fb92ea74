"""Migrations: tables rewritten in the shape of this release, while the shop goes on. The public face: which there are.

A migration is a job; it is begun, looked at, stopped and gone on with where jobs are.
"""

from functions.migrations.tables import TABLES

__all__ = ["TABLES"]
