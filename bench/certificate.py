"""A certificate of loopback's own, good for an hour, so that what a Lambda pays for TLS is in the figures."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LIFE = timedelta(hours=1)  # a bench runs for minutes


def write_certificate(folder: Path) -> Path:
    """The file with key and certificate of 127.0.0.1, which vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - LIFE)
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    own = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "loopback.pem"
    path.write_bytes(own + certificate.public_bytes(serialization.Encoding.PEM))
    path.chmod(0o600)
    return path


def trusting(authorities: Path, certificate: Path, folder: Path) -> Path:
    """The authorities that the SDK brings and the certificate besides, for AWS_CA_BUNDLE: as long to read as AWS's."""
    _, mark, public = certificate.read_text().partition("-----BEGIN CERTIFICATE-----")
    path = folder / "authorities.pem"
    path.write_text(authorities.read_text() + mark + public)
    return path
