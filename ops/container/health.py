"""Whether the web server in this container answers: exit code 0 or 1.

`/healthz` is 503 while sending is not proved (worker, clock or mail may be down). That is
for people and monitors to see; restarting the web container would not mend it, so 503 is
an answer here.
"""

from __future__ import annotations

import http.client
import os
import sys
from http import HTTPStatus

TIMEOUT_SECONDS = 5
PORT = 8000


def answers() -> bool:
    """Ask /healthz the way the reverse proxy asks."""
    host = os.environ.get("TERMKEEPER_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    server = http.client.HTTPConnection("127.0.0.1", PORT, timeout=TIMEOUT_SECONDS)
    try:
        server.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return server.getresponse().status in {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
    except (OSError, http.client.HTTPException):
        return False
    finally:
        server.close()


if __name__ == "__main__":
    sys.exit(0 if answers() else 1)
