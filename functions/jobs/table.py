"""The table `jobs`.

| entity | pk | sk | changes |
|---|---|---|---|
| job | `JOB#{job_id}` | `JOB` | its status, its run |
| chunk that was done | `JOB#{job_id}` | `CHUNK#{number}` | never |
| file that staff put there for a job | `UPLOAD#{upload_id}` | `UPLOAD` | never |
| how many jobs of a kind are open | `OPEN#{kind}` | `OPEN` | a job begins or ends |
| event | `JOB#{job_id}` | `EVENT#…` | |
| claim, inbox | `IDEM#…`, `HEARD#…` | `IDEM`, `HEARD` | once |

| question | answered by |
|---|---|
| a job and how far it has come | its key, and one query of its chunks |
| jobs, newest first | index `jobs_by_time` |
| open jobs that nobody has looked at for long | index `open_jobs`, sparse |

What a chunk is about, and what came of it, are files under `jobs/{job_id}/`; what staff put there, `uploads/`.
"""

from dataclasses import asdict

from functions.jobs.job import KEPT, Chunk, Job
from functions.jobs.lifecycle import Status
from functions.jobs.upload import KEPT as UPLOAD_KEPT
from functions.jobs.upload import Upload
from shared import clock
from shared.dynamo import Item
from shared.table import Index, TableSpec

BY_TIME = Index("jobs_by_time", partition="listed", sort="created_at", keys_only=True)
OPEN_JOBS = Index("open_jobs", partition="open", sort="look_at", keys_only=True)

SPEC = TableSpec("jobs", indexes=(BY_TIME, OPEN_JOBS))

LISTED = OPEN = "job"  # the one partition of each index


def job_pk(job_id: str) -> str:
    """The partition of all that is known of a job."""
    return f"JOB#{job_id}"


def job_key(job_id: str) -> tuple[str, str]:
    """Where the job is."""
    return (job_pk(job_id), "JOB")


def open_key(kind: str) -> tuple[str, str]:
    """Where the open jobs of a kind are counted."""
    return (f"OPEN#{kind}", "OPEN")


def chunk_key(job_id: str, number: int) -> tuple[str, str]:
    """Where it stands that a chunk was done."""
    return (job_pk(job_id), f"CHUNK#{number:05d}")


def upload_key(upload_id: str) -> tuple[str, str]:
    """Where it stands who may put a file there, and for what."""
    return (f"UPLOAD#{upload_id}", "UPLOAD")


def upload_item(upload: Upload) -> Item:
    """The upload as it is stored."""
    pk, sk = upload_key(upload.id)
    garbage_at = clock.epoch(clock.parse(upload.created_at) + UPLOAD_KEPT)
    return {"pk": pk, "sk": sk, "ttl": garbage_at, **asdict(upload)}


def upload_of(item: Item) -> Upload:
    """The upload of a stored item."""
    return Upload(**{name: item[name] for name in Upload.__dataclass_fields__ if name in item})


def job_item(job: Job) -> Item:
    """The job as it is stored."""
    pk, sk = job_key(job.id)
    item = {"pk": pk, "sk": sk, "listed": LISTED, **job.model_dump(mode="json")}
    if job.is_open:
        item["open"] = OPEN
    if job.look_at is None:
        del item["look_at"]  # an index's key cannot be null
    if job.ended_at:
        item["ttl"] = clock.epoch(clock.parse(job.ended_at) + KEPT)
    return item


def job_of(item: Item) -> Job:
    """The job of a stored item."""
    return Job.model_validate({**item, "status": Status(item["status"])})


def chunk_item(job: Job, chunk: Chunk) -> Item:
    """The chunk as it is stored."""
    pk, sk = chunk_key(job.id, chunk.number)
    garbage_at = clock.epoch(clock.parse(job.created_at) + 2 * KEPT)
    fields: Item = {"number": chunk.number, "done": chunk.done, "failed": chunk.failed, "part": chunk.part}
    if chunk.counts:
        fields["counts"] = chunk.counts
    return {"pk": pk, "sk": sk, "ttl": garbage_at, **fields}


def chunk_of(item: Item) -> Chunk:
    """The chunk of a stored item."""
    return Chunk(item["number"], item["done"], item["failed"], item["part"], item.get("counts", {}))
