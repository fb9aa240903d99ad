"""A wrong value in the environment is refused in one line that names the variable and the right form."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from core.embedded.folder import CHECKOUT

EMBEDDED = "postgres://termkeeper@%2Ftmp%2Frun:5432/termkeeper"
PRODUCTION = {
    "TERMKEEPER_ENV": "production",
    "TERMKEEPER_HOSTS": "termkeeper.example",
    "TERMKEEPER_SECRET_KEY": "q8" * 40,
    "DATABASE_URL": "postgres://db.example/termkeeper",
    "REDIS_URL": "redis://cache.example/0",
}


def read_database() -> object:
    return environment.database(EMBEDDED)


def read_redis() -> object:
    return environment.redis("unix:///tmp/valkey.sock")


def read_email() -> object:
    return environment.email(is_production=False)


def read_proxies() -> object:
    return environment.proxies("TERMKEEPER_PROXIES")


def read_switch() -> object:
    return environment.switch("TERMKEEPER_REQUIRE_MFA", default=True)


def read_environment() -> object:
    return environment.choice("TERMKEEPER_ENV", ("embedded", "production"))


def read_site() -> object:
    return environment.web_address("TERMKEEPER_SITE_URL", "https://contracts.example")


def check(tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the one command that needs settings and no server."""
    names = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "TERMKEEPER_ENV", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=CHECKOUT,
        env={**kept, "TERMKEEPER_DATA": str(tmp_path / "data"), **settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("read", "name", "value", "said"),
    [
        (read_database, "DATABASE_URL", "mysql://u:secret@db/name", "must begin with postgres://"),
        (read_database, "DATABASE_URL", "sqlite://:memory:", "must begin with postgres://"),
        (read_database, "DATABASE_URL", "db.example/name", "must begin with postgres://"),
        (read_database, "DATABASE_URL", " ", "must begin with postgres://"),
        (read_database, "DATABASE_URL", "postgres://u:secret@db:port/name", "port is not a number"),
        (read_database, "DATABASE_URL", "postgres://u:secret@db:99999/name", "port is not a number"),
        (read_database, "DATABASE_URL", "postgres://u:sec/ret@db/name", "port is not a number"),
        (read_database, "DATABASE_URL", "postgres://u:secret@[::1/name", "is not an address"),
        (read_database, "DATABASE_URL", "postgres://u:secret@db", "names no database"),
        (read_redis, "REDIS_URL", "http://cache:6379", "must begin with redis://"),
        (read_redis, "REDIS_URL", "redis://:secret@cache:x/0", "port is not a number"),
        (read_email, "EMAIL_URL", "http://mail", "must begin with smtp://"),
        (read_email, "EMAIL_URL", "smtp://u:secret@mail:abc", "port is not a number"),
        (read_email, "EMAIL_URL", "smtp://", "names no host"),
        (read_email, "EMAIL_URL", "smtp://u:secret@mail/?tls=true", "only tls=1 or tls=0"),
        (read_email, "EMAIL_URL", "smtp://u:secret@mail/?TLS=1", "only tls=1 or tls=0"),
        (read_email, "EMAIL_URL", "smtps://u:secret@mail/?tls=1", "takes no tls=1"),
        (read_proxies, "TERMKEEPER_PROXIES", "abc", "must be the number of proxies"),
        (read_proxies, "TERMKEEPER_PROXIES", "-1", "must be the number of proxies"),
        (read_proxies, "TERMKEEPER_PROXIES", "²", "must be the number of proxies"),
        (read_switch, "TERMKEEPER_REQUIRE_MFA", "true", "must be 0 or 1"),
        (read_environment, "TERMKEEPER_ENV", "prod", "must be embedded or production"),
        (read_site, "TERMKEEPER_SITE_URL", "contracts.example", "must begin with https://"),
        (read_site, "TERMKEEPER_SITE_URL", "https://", "names no host"),
    ],
)
def test_a_malformed_value_is_refused_by_name_and_its_password_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, read, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        read()
    told = str(refused.value)
    assert told.startswith(name)
    assert said in told
    assert "secret" not in told
    assert "\n" not in told


def test_servers_named_in_the_right_form_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p%2F@db.example:5433/name?sslmode=require")
    monkeypatch.setenv("REDIS_URL", "rediss://:secret@cache.example:6380/1")
    monkeypatch.setenv("EMAIL_URL", "smtp://u:p%40@mail.example:587/?tls=1")
    database, mail = environment.database(EMBEDDED), environment.email(is_production=True)
    assert (database["HOST"], database["PORT"], database["PASSWORD"]) == ("db.example", 5433, "p/")
    assert read_redis() == "rediss://:secret@cache.example:6380/1"
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert mail["EMAIL_HOST_PASSWORD"] == "p@"


def test_nothing_set_means_the_embedded_servers_and_the_mailbox(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        monkeypatch.delenv(name, raising=False)
    assert environment.database(EMBEDDED)["HOST"] == "/tmp/run"
    assert read_redis() == "unix:///tmp/valkey.sock"
    assert environment.email(is_production=False) == {"EMAIL_BACKEND": "core.mail.mailbox.MailboxBackend"}


def test_production_does_not_start_without_a_decision_where_mail_goes(tmp_path: Path) -> None:
    done = check(tmp_path, **PRODUCTION)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("EMAIL_URL is not set, so no mail would leave this machine.")


@pytest.mark.parametrize("chosen", ["smtps://mail.example", "mailbox:"])
def test_production_starts_with_a_mail_server_or_the_mailbox_chosen(tmp_path: Path, chosen: str) -> None:
    done = check(tmp_path, **PRODUCTION, EMAIL_URL=chosen)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("key", ["", "q8" * 20])
def test_production_does_not_start_with_a_key_that_can_be_guessed(tmp_path: Path, key: str) -> None:
    done = check(tmp_path, **{**PRODUCTION, "TERMKEEPER_SECRET_KEY": key, "EMAIL_URL": "mailbox:"})
    assert done.returncode == 1
    assert done.stderr == (
        "TERMKEEPER_SECRET_KEY is missing or too short. Set it to at least 50 random characters.\n"
    )


def test_a_command_with_a_malformed_setting_ends_in_one_line(tmp_path: Path) -> None:
    done = check(tmp_path, TERMKEEPER_PROXIES="abc")
    assert done.returncode == 1
    assert done.stderr == "TERMKEEPER_PROXIES must be the number of proxies in front, 0 to 10.\n"
