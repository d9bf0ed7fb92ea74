"""Does the steps of migrations, as their state machine asks for them."""

from functions.jobs import job_handler
from functions.migrations.migrate_table import MIGRATION

handler = job_handler(MIGRATION)
