"""A real HTTP server of S3's interface with one bucket, in a process of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3

from defense.running.documents import document_storage
from defense.running.environment import Environment
from tests.conftest import listens
from tests.processes import free_port, start, wait_until

BUCKET = "qorgau-documents"
KEYS = {"AWS_ACCESS_KEY_ID": "of-the-test", "AWS_SECRET_ACCESS_KEY": "secret of the test"}


def settings_of(endpoint: str, bucket: str = BUCKET) -> dict[str, str]:
    """What an operator sets."""
    return {
        "QORGAU_FILES_S3": f"s3://{bucket}/all/documents",
        "AWS_ENDPOINT_URL_S3": endpoint,
        "AWS_DEFAULT_REGION": "us-east-1",
        **KEYS,
    }


def storages_of(endpoint: str, bucket: str = BUCKET) -> dict[str, dict[str, object]]:
    """Django's STORAGES as the program makes it of them."""
    return {"documents": document_storage(Environment(settings_of(endpoint, bucket)))}


@contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """Its address, while it runs."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = start(
        ["-m", "moto.server", "-p", str(port)], log=folder / "s3.log", env={}, url=address
    )
    try:
        wait_until(lambda: listens(port), "the S3 server listens", seconds=60)
        client = boto3.client(
            "s3",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        )
        client.create_bucket(Bucket=BUCKET)
        yield address
    finally:
        server.end()
