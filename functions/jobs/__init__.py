"""Long work in chunks: 202 and a job. The public face: how a domain says what its jobs do, and begins one.

EXPORT = Kind("order_export", "orders", scope="orders:read", things=ids_of, work=rows_of, …)

handler = job_handler(EXPORT)                        # functions/orders/handlers/run_jobs.py
job, writes = begin_job(EXPORT, params, request)     # in the route's command, for its commit

A domain whose API changes nothing but that keeps its idempotency records in jobs' table: `Api("audit", CLAIMS)`.
"""

from functions.jobs.begin_job import begin_job
from functions.jobs.begin_migration import MIGRATION
from functions.jobs.handle import job_handler
from functions.jobs.inputs import NewExactUpload, NewUpload
from functions.jobs.job import FILES_KEPT
from functions.jobs.kind import Kind, Params, Title, Worked
from functions.jobs.run_job import require_running
from functions.jobs.show import view_of
from functions.jobs.table import SPEC as CLAIMS
from functions.jobs.take_upload import begin_upload, link_again, uploaded
from functions.jobs.upload import KEPT as UPLOADS_KEPT
from functions.jobs.views import JobView, UploadView

__all__ = [
    "CLAIMS",
    "FILES_KEPT",
    "MIGRATION",
    "UPLOADS_KEPT",
    "JobView",
    "Kind",
    "NewExactUpload",
    "NewUpload",
    "Params",
    "Title",
    "UploadView",
    "Worked",
    "begin_job",
    "begin_upload",
    "job_handler",
    "link_again",
    "require_running",
    "uploaded",
    "view_of",
]
