"""The hall's own certificate authority: what it signs, for whom, and how long."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from events.certificates import (
    AUTHORITY_DAYS,
    authority_of,
    may_speak_for,
    names_of,
    renewed_on,
    server_files,
)
from events.hall_network import folder_of, settings_for

NOW = datetime(2026, 3, 1, tzinfo=UTC)
NAMES = ["192.168.1.20", "hall.local", "localhost", "127.0.0.1"]


def read(files):
    return x509.load_pem_x509_certificate(files.certificate.read_bytes())


def test_the_authority_is_made_once_and_its_keys_are_the_owners_alone(tmp_path):
    folder = folder_of(tmp_path)
    files = server_files(folder, NAMES, NOW)

    again = authority_of(folder, NOW + timedelta(days=300))

    assert again.certificate == authority_of(folder, NOW).certificate
    assert folder.stat().st_mode & 0o777 == 0o700
    keys = (folder / "authority.pem", files.key, files.certificate)
    assert [path.stat().st_mode & 0o777 for path in keys] == [0o600] * 3
    assert b"PRIVATE" not in files.certificate.read_bytes()


def test_the_certificate_of_the_server_is_for_its_names_and_for_397_days(tmp_path):
    certificate = read(server_files(folder_of(tmp_path), NAMES, NOW))

    assert set(names_of(certificate)) == set(NAMES)
    lasts = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert lasts <= timedelta(days=398)
    certificate.verify_directly_issued_by(authority_of(folder_of(tmp_path), NOW).certificate)


@pytest.mark.parametrize(
    ("names", "days", "is_new"),
    [
        (NAMES, 1, False),
        (NAMES[::-1], 1, False),
        (["192.168.1.21", *NAMES[1:]], 1, True),
        (NAMES, 365, False),
        (NAMES, 367, True),
    ],
)
def test_it_is_made_anew_for_another_address_or_when_time_runs_out(tmp_path, names, days, is_new):
    folder = folder_of(tmp_path)
    first = read(server_files(folder, NAMES, NOW))

    then = read(server_files(folder, names, NOW + timedelta(days=days)))

    assert (then != first) == is_new
    assert set(names_of(then)) == set(names)


@pytest.mark.parametrize("days", [AUTHORITY_DAYS - 20, AUTHORITY_DAYS + 1, AUTHORITY_DAYS + 900])
def test_an_authority_that_ends_soon_or_has_ended_is_made_anew_with_all_it_certified(
    tmp_path, days
):
    folder, late = folder_of(tmp_path), NOW + timedelta(days=days)
    first = read(server_files(folder, NAMES, NOW))
    before = authority_of(folder, NOW)
    assert renewed_on(folder) is None

    then = read(server_files(folder, NAMES, late))
    again = read(server_files(folder, NAMES, late + timedelta(days=1)))

    now = authority_of(folder, late)
    assert now.certificate != before.certificate
    assert now.certificate.not_valid_after_utc > late + timedelta(days=AUTHORITY_DAYS - 2)
    assert first.not_valid_after_utc < then.not_valid_after_utc
    assert then.not_valid_after_utc > late + timedelta(days=300)
    then.verify_directly_issued_by(now.certificate)
    assert again == then
    assert renewed_on(folder) == late.date()
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_an_authority_that_lasts_is_kept_and_its_server_renewed_under_it(tmp_path):
    folder, late = folder_of(tmp_path), NOW + timedelta(days=AUTHORITY_DAYS - 60)
    first = read(server_files(folder, NAMES, NOW))
    kept = authority_of(folder, NOW)

    then = read(server_files(folder, NAMES, late))

    assert authority_of(folder, late).certificate == kept.certificate
    assert then != first
    assert late < then.not_valid_after_utc <= kept.certificate.not_valid_after_utc
    assert renewed_on(folder) is None


def test_what_only_looks_at_the_authority_leaves_one_that_has_ended(tmp_path):
    """The page of a server that runs shows what its server was certified by."""
    folder = folder_of(tmp_path)
    server_files(folder, NAMES, NOW)
    kept = authority_of(folder, NOW)

    assert authority_of(folder, NOW + timedelta(days=9 * 365)).certificate == kept.certificate


def test_another_authority_has_the_server_certified_anew(tmp_path):
    folder = folder_of(tmp_path)
    first = read(server_files(folder, NAMES, NOW))
    (folder / "authority.pem").unlink()

    then = read(server_files(folder, NAMES, NOW))

    assert then.issuer != first.issuer


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("10.0.0.7", True),
        ("192.168.43.1", True),
        ("fe80::1", True),
        ("hall.local", True),
        ("localhost", True),
        ("8.8.8.8", False),
        ("egov.kz", False),
        ("local.example.org", False),
    ],
)
def test_it_speaks_for_private_networks_alone(name, may):
    assert may_speak_for(name) == may


def test_its_own_limits_say_so_to_every_tablet(tmp_path):
    certificate = authority_of(folder_of(tmp_path), NOW).certificate

    limits = certificate.extensions.get_extension_for_class(x509.NameConstraints)

    assert limits.critical
    permitted = limits.value.permitted_subtrees
    assert {each.value for each in permitted if isinstance(each, x509.DNSName)} == {
        "local",
        "localhost",
    }


def test_the_server_listens_to_others_only_when_its_address_is_theirs(tmp_path):
    here = settings_for(tmp_path, 8000, ["127.0.0.1"], NOW)
    hall = settings_for(tmp_path, 8000, ["192.168.1.20"], NOW)

    assert (here["WEB_HOST"], hall["WEB_HOST"]) == ("127.0.0.1", "0.0.0.0")
    assert hall["QORGAU_SITE_URL"] == "https://192.168.1.20:8000"
    assert "192.168.1.20" in hall["QORGAU_ALLOWED_HOSTS"].split(",")
