"""A certificate authority of this machine alone, so that tablets in its own network reach it securely.

It may speak for addresses of private networks and for names that end in .local, and for nothing else: a
tablet that trusts it trusts it for no site of the world. The keys are readable by their owner alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from events.whole_files import write_once, write_whole

AUTHORITY_DAYS: Final = 5 * 365
DAYS: Final = 397
LEAST_DAYS: Final = 30
AUTHORITY, EARLIER_AUTHORITY = "authority.pem", "authority-earlier.crt"
EARLIER: Final = timedelta(days=1)  # a tablet whose clock is a little behind takes it as well
NETWORKS: Final = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"),
    *("127.0.0.0/8", "::1/128", "fc00::/7", "fe80::/10"),
)
DOMAINS: Final = ("local", "localhost")


@dataclass(frozen=True)
class Authority:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        """As tablets show it: pairs of hexadecimal digits of SHA-256."""
        return self.certificate.fingerprint(hashes.SHA256()).hex(":").upper()


@dataclass(frozen=True)
class ServerFiles:
    certificate: Path
    key: Path


def may_speak_for(name: str) -> bool:
    """Whether the authority's own limits allow an address or a name."""
    try:
        address = ip_address(name)
    except ValueError:
        return name.rpartition(".")[2] in DOMAINS
    networks = map(ip_network, NETWORKS)
    return any(address in each for each in networks if each.version == address.version)


def authority_of(folder: Path, at: datetime) -> Authority:
    """The one that is kept in the folder, made at the first call."""
    path = folder / AUTHORITY
    if not path.exists():
        write_once(path, _new_authority(at), mode=0o600)
    content = path.read_bytes()
    kept = serialization.load_pem_private_key(content, password=None)
    assert isinstance(kept, ec.EllipticCurvePrivateKey)
    return Authority(kept, x509.load_pem_x509_certificate(content))


def lasting_authority(folder: Path, at: datetime) -> Authority:
    """The same, made anew when it has ended or ends soon: every tablet has to trust that one again.

    Only before a server starts, which goes on with the certificate that it read.
    """
    kept = authority_of(folder, at)
    if _lasts(kept.certificate, at):
        return kept
    write_whole(folder / EARLIER_AUTHORITY, _pem(kept.certificate), mode=0o600)
    write_whole(folder / AUTHORITY, _new_authority(at), mode=0o600)
    return authority_of(folder, at)


def renewed_on(folder: Path) -> date | None:
    """When the authority took the place of an earlier one, if it did."""
    if not (folder / EARLIER_AUTHORITY).exists():
        return None
    content = (folder / AUTHORITY).read_bytes()
    return (x509.load_pem_x509_certificate(content).not_valid_before_utc + EARLIER).date()


def server_files(folder: Path, names: Sequence[str], at: datetime) -> ServerFiles:
    """Certificate and key of the server for these names; made anew when they change or time runs out."""
    authority = lasting_authority(folder, at)
    files = ServerFiles(folder / "server.crt", folder / "server.key")
    if not _serves(files, authority, names, at):
        key = ec.generate_private_key(ec.SECP256R1())
        chain = _pem(_leaf(key, authority, names, at)) + _pem(authority.certificate)
        write_whole(files.key, _pem(key), mode=0o600)
        write_whole(files.certificate, chain, mode=0o600)
    return files


def names_of(certificate: x509.Certificate) -> list[str]:
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = [str(each) for each in found.get_values_for_type(x509.IPAddress)]
    return [*addresses, *found.get_values_for_type(x509.DNSName)]


def _serves(files: ServerFiles, authority: Authority, names: Iterable[str], at: datetime) -> bool:
    if not (files.certificate.exists() and files.key.exists()):
        return False
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    key = serialization.load_pem_private_key(files.key.read_bytes(), password=None)
    return (
        certificate.issuer == authority.certificate.subject
        and key.public_key() == certificate.public_key()
        and set(names_of(certificate)) == set(names)
        and _lasts(certificate, at)
    )


def _lasts(certificate: x509.Certificate, at: datetime) -> bool:
    return at + timedelta(days=LEAST_DAYS) < certificate.not_valid_after_utc


def _new_authority(at: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return _pem(key) + _pem(_root(key, at))


def _root(key: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    serial = x509.random_serial_number()
    name = _called(f"Qorgau, this hall's server ({serial % 0x10000:04X})")
    allowed: list[x509.GeneralName] = [
        *(x509.IPAddress(ip_network(each)) for each in NETWORKS),
        *(x509.DNSName(each) for each in DOMAINS),
    ]
    builder = _builder(name, name, key, at, AUTHORITY_DAYS).serial_number(serial)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(x509.NameConstraints(allowed, None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    return builder.sign(key, hashes.SHA256())


def _leaf(
    key: ec.EllipticCurvePrivateKey, authority: Authority, names: Sequence[str], at: datetime
) -> x509.Certificate:
    issuer = authority.certificate
    until = min(at + timedelta(days=DAYS), issuer.not_valid_after_utc)
    builder = _builder(_called(names[0]), issuer.subject, key, at, (until - at).days)
    builder = builder.serial_number(x509.random_serial_number())
    server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    for extension, is_critical in (
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(signs_certificates=False), True),
        (server, False),
        (x509.SubjectAlternativeName([_general(each) for each in names]), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), False),
    ):
        builder = builder.add_extension(extension, critical=is_critical)
    return builder.sign(authority.key, hashes.SHA256())


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    at: datetime,
    days: int,
) -> x509.CertificateBuilder:
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .not_valid_before(at - EARLIER)
        .not_valid_after(at - EARLIER + timedelta(days=days))
        .add_extension(identifier, critical=False)
    )


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(thing: ec.EllipticCurvePrivateKey | x509.Certificate) -> bytes:
    if isinstance(thing, x509.Certificate):
        return thing.public_bytes(serialization.Encoding.PEM)
    return thing.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
