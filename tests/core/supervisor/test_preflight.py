"""What is in the way of a start is found before anything is started."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from core.supervisor import SupervisorError, check_port, only_run


def test_a_free_port_is_no_obstacle() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    check_port("127.0.0.1", port)


def test_a_taken_port_is_named_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SupervisorError) as raised:
            check_port("127.0.0.1", port)
    assert str(raised.value).startswith(f"Port {port} on 127.0.0.1 is taken by another program.")
    assert f"manage.py up --port {port + 1}" in str(raised.value)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(SupervisorError, match=f"{port} is not a port"):
        check_port("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(SupervisorError, match="Correct --host"):
        check_port(host, 8000)


def test_a_second_run_on_a_data_folder_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    second = only_run(tmp_path, "http://127.0.0.1:8001")
    with only_run(tmp_path, "http://127.0.0.1:8000"), pytest.raises(SupervisorError) as raised:
        second.__enter__()
    assert "already runs on the data folder" in str(raised.value)
    assert "http://127.0.0.1:8000" in str(raised.value)


def test_a_data_folder_is_free_again_after_a_run(tmp_path: Path) -> None:
    for _ in range(2):
        with only_run(tmp_path, "http://127.0.0.1:8000"):
            assert (tmp_path / "up.txt").exists()
    assert not (tmp_path / "up.txt").exists()
