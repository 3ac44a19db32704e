"""A record of what every diploma says and nothing more."""

from diplomas.record import DiplomaRecord

BARE = DiplomaRecord(
    issuer="Sample University",
    kind="DIPLOMA",
    lead="awarded to",
    name="Jane Placeholder",
    number="2019/001",
    code="000000000002",
    verify_url="http://127.0.0.1:8000/d/000000000002",
    language="en",
    title="Diploma",
)
