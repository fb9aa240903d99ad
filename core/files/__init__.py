"""Files: checked when uploaded, stored under their SHA-256, handed out only by permission."""

from core.files.inspection import ALLOWED, Inspected, inspect_file
from core.files.names import safe_name
from core.files.placing import UnwritablePlace, check_place, place_file
from core.files.refusal import RefusedFile
from core.files.saving import save_file, store_job_file, store_made_file
from core.files.store import ContentStore, StoreFailed, content_store

__all__ = [
    "ALLOWED",
    "ContentStore",
    "Inspected",
    "RefusedFile",
    "StoreFailed",
    "UnwritablePlace",
    "check_place",
    "content_store",
    "inspect_file",
    "place_file",
    "safe_name",
    "save_file",
    "store_job_file",
    "store_made_file",
]
