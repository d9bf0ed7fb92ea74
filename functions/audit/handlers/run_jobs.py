"""Does the jobs of the audit log, step by step."""

from functions import jobs
from functions.audit.export_entries import AUDIT_EXPORT

handler = jobs.job_handler(AUDIT_EXPORT)
