"""The supervisor behind `manage.py up`: programs, their order, their lines, their end."""

from __future__ import annotations

from core.supervisor.preflight import check_port, missing_pdf_libraries, only_run
from core.supervisor.program import Program, ProgramSpec
from core.supervisor.supervisor import Supervisor, SupervisorError
from core.supervisor.terminal import Terminal

__all__ = [
    "Program",
    "ProgramSpec",
    "Supervisor",
    "SupervisorError",
    "Terminal",
    "check_port",
    "missing_pdf_libraries",
    "only_run",
]
