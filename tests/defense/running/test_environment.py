from pathlib import Path

import pytest

from defense.running.environment import (
    BadSetting,
    Environment,
    kept_secret,
    refuse_debug,
    writable_folder,
)

ADDRESS = "http://127.0.0.1:8000"
KEY = "w7Rk2mVq9ZtB4yXe6LhNcGdP8sJfUaTb"


def read(kind, value, name="QORGAU_SITE_URL"):
    env = Environment({name: value})
    return {
        "address": lambda: env.address(name, ADDRESS),
        "database": lambda: env.database(name, Path("/tmp/a file#1?%41")),
        "flag": lambda: env.flag(name, default=False),
        "hosts": lambda: env.hosts(name, ""),
        "mail": lambda: env.mail(name, "consolemail://"),
        "networks": lambda: env.networks(name),
        "number": lambda: env.number(name, 90, low=2, high=3600),
        "redis": lambda: env.redis(name),
        "secret": lambda: env.secret(name),
    }[kind]()


@pytest.mark.parametrize(
    ("kind", "value", "meant"),
    [
        ("flag", "Yes", True),
        ("flag", " off ", False),
        ("flag", "", False),
        ("number", "2", 2),
        ("number", "", 90),
        ("hosts", "a.example.org, .example.net,[::1]", ["a.example.org", ".example.net", "[::1]"]),
        ("networks", "", []),
        ("networks", "127.0.0.1, ::1,10.0.0.0/8", ["127.0.0.1", "::1", "10.0.0.0/8"]),
        ("address", "https://defense.example.org/", "https://defense.example.org"),
        ("address", "http://[::1]:8000", "http://[::1]:8000"),
        ("address", "HTTPS://Defense.Example.org", "https://defense.example.org"),
        (
            "database",
            "",
            {"ENGINE": "django.db.backends.sqlite3", "NAME": "/tmp/a file#1?%41"},
        ),
        ("redis", "", ""),
        ("redis", "redis://host", "redis://host"),
        ("secret", f"${KEY}", f"${KEY}"),
        ("redis", "rediss://:secret@host:6379/2", "rediss://:secret@host:6379/2"),
    ],
)
def test_a_good_value_is_read(kind, value, meant):
    assert read(kind, value) == meant


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("flag", "maybe"),
        ("number", "ninety"),
        ("number", "1"),
        ("number", "3601"),
        ("number", "-5"),
        ("number", "1e3"),
        ("number", "٣٣"),
        ("number", "9" * 5000),
        ("networks", "*"),
        ("networks", "0.0.0.0/0"),
        ("networks", "proxy.example.org"),
        ("networks", "127.0.0.1:8000"),
        ("networks", "10.0.0.1/8"),
        ("hosts", "https://defense.example.org"),
        ("hosts", "defense.example.org:8000"),
        ("hosts", "two words"),
        ("hosts", "[:]"),
        ("hosts", ".[::1]"),
        ("address", "defense.example.org"),
        ("address", "ftp://defense.example.org"),
        ("address", "https://"),
        ("address", "https://defense.example.org/path"),
        ("address", "https://defense.example.org?x=1"),
        ("address", "https://user@defense.example.org"),
        ("address", "http://host:port"),
        ("address", "http://*"),
        ("address", "http://.example.org"),
        ("address", "http://[::1"),
        ("database", "mysql://host/name"),
        ("database", "qorgau.sqlite3"),
        ("database", "postgres://user:password@host:port/name"),
        ("database", "postgres://user:password@host:5432"),
        ("database", "sqlite://"),
        ("redis", "amqp://host"),
        ("redis", "redis://"),
        ("redis", "redis://host:port"),
        ("redis", "redis://host:6379/0?colour=red"),
        ("redis", "redis://host:6379/0?protocol=9"),
        ("redis", "redis://host:6379/queue"),
        ("redis", "redis://host:6379/0?socket_timeout=soon"),
        ("mail", "imap://host"),
        ("mail", "smtp://host:port"),
        ("mail", "smtp+tls://"),
        ("secret", "short"),
    ],
)
def test_a_bad_value_is_refused_with_the_name_of_its_variable(kind, value):
    with pytest.raises(BadSetting, match=r"^QORGAU_SITE_URL (must|names)"):
        read(kind, value)


@pytest.mark.parametrize("kind", ["database", "redis", "mail", "secret"])
def test_a_refusal_never_repeats_a_secret(kind):
    with pytest.raises(BadSetting) as refusal:
        read(kind, "pass" if kind == "secret" else "wrong://user:pass@host:port/name")

    assert "pass" not in str(refusal.value).replace("user:password@", "")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "QORGAU_SITEURL",
            "QORGAU_SITEURL is not a setting of this program. Did you mean QORGAU_SITE_URL?",
        ),
        (
            "QORGAU_HOMES_FILE",
            "QORGAU_HOMES_FILE is not a setting of this program. Did you mean QORGAU_HOME?",
        ),
        (
            "QORGAU_XYZ",
            "QORGAU_XYZ is not a setting of this program. README.md lists the settings.",
        ),
    ],
)
def test_an_unknown_variable_of_ours_is_refused(name, sentence):
    with pytest.raises(BadSetting) as refusal:
        Environment({name: "1"})

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "site",
    [
        "https://defense.example.org",
        "http://defense.example.org",
        "http://192.168.1.5:8000",
        "http://127.0.0.1.example.org",
        "https://127.0.0.1:8000",
    ],
)
def test_debugging_is_refused_where_others_can_read_it(site):
    with pytest.raises(BadSetting, match="QORGAU_DEBUG is for this machine alone"):
        refuse_debug(site)


@pytest.mark.parametrize(
    "site", [ADDRESS, "http://localhost:8000", "http://127.1.2.3", "http://[::1]:8000"]
)
def test_debugging_is_taken_on_this_machine(site):
    refuse_debug(site)


def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "key").write_text(f"{KEY}\n", encoding="utf-8")

    env = Environment({"SECRET_KEY_FILE": str(tmp_path / "key")})

    assert env.secret("SECRET_KEY") == KEY


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "No such file or directory"), (b"\xff", "it is not UTF-8 text")]
)
def test_a_secret_file_that_cannot_be_read_is_named(tmp_path, content, reason):
    if content:
        (tmp_path / "key").write_bytes(content)
    env = Environment({"SECRET_KEY_FILE": str(tmp_path / "key")})

    with pytest.raises(BadSetting) as refusal:
        env.secret("SECRET_KEY")

    assert str(refusal.value) == (f"the file that SECRET_KEY_FILE names cannot be read: {reason}.")


def test_options_of_the_database_address_are_kept():
    config = read("database", "postgres://user:p%23ss@host:5433/name?sslmode=require")

    assert (config["PASSWORD"], config["PORT"], config["OPTIONS"]) == (
        "p#ss",
        5433,
        {"sslmode": "require"},
    )


def test_the_kept_secret_is_made_once_and_private(tmp_path):
    first = kept_secret(tmp_path / "secret_key")
    second = kept_secret(tmp_path / "secret_key")

    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_an_empty_secret_file_is_refused(tmp_path):
    (tmp_path / "secret_key").touch()

    with pytest.raises(BadSetting, match="holds no key"):
        kept_secret(tmp_path / "secret_key")


def test_a_secret_that_cannot_be_kept_is_no_traceback(tmp_path):
    with pytest.raises(BadSetting, match="cannot be made or read"):
        kept_secret(tmp_path / "missing" / "secret_key")


@pytest.mark.parametrize("name", ["PORT", "QORGAU_HOME", "QORGAU_SITE_URL"])
def test_what_the_scripts_read_themselves_is_taken_from_no_file(name):
    with pytest.raises(BadSetting, match=f"{name}_FILE is not read: set {name} itself."):
        Environment({f"{name}_FILE": "/etc/hostname"})


def test_a_folder_that_is_a_link_to_itself_is_refused(tmp_path):
    (tmp_path / "loop").symlink_to("loop")

    with pytest.raises(BadSetting, match="it is a link to itself"):
        writable_folder(tmp_path / "loop")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(BadSetting, match="cannot be made: Not a directory"):
        writable_folder(tmp_path / "file" / "home")


def test_a_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: False)  # root may write anywhere

    with pytest.raises(BadSetting) as refusal:
        writable_folder(tmp_path)

    assert str(refusal.value) == (
        f"the folder {tmp_path} cannot be written to. Give it to this user,"
        " or name another folder in QORGAU_HOME."
    )
