"""Where documents are kept: a folder, or a bucket of an S3 server. Django's STORAGES either way."""

import re
from typing import Any, Final

from defense.running.environment import BadSetting, Environment

FOLDER: Final = {"BACKEND": "events.storages.folder.PrivateFolder"}
BUCKET: Final = "events.storages.bucket.PrivateBucket"
ADDRESS: Final = re.compile(
    r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/?(?P<prefix>[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*)?/?"
)


def document_storage(environment: Environment) -> dict[str, Any]:
    """The entry of STORAGES: the bucket of QORGAU_FILES_S3, or the folder. Raises BadSetting.

    The keys are named as AWS names them, and what is not set is looked for where its own tools do.
    """
    bucket = environment.text("QORGAU_FILES_S3")
    return {"BACKEND": BUCKET, "OPTIONS": _options(environment, bucket)} if bucket else FOLDER


def _options(environment: Environment, address: str) -> dict[str, Any]:
    parts = ADDRESS.fullmatch(address)
    if parts is None or ".." in address:
        raise BadSetting("QORGAU_FILES_S3 must look like s3://bucket or s3://bucket/folder.")
    key = environment.text("AWS_ACCESS_KEY_ID")
    secret = environment.text("AWS_SECRET_ACCESS_KEY")
    if bool(key) != bool(secret):
        raise BadSetting(
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set together or not at all."
        )
    endpoint = environment.text("AWS_ENDPOINT_URL_S3")
    if endpoint:
        endpoint = environment.address("AWS_ENDPOINT_URL_S3", "")
    return {
        "bucket_name": parts["bucket"],
        "location": parts["prefix"] or "",
        "access_key": key or None,
        "secret_key": secret or None,
        "region_name": environment.text("AWS_DEFAULT_REGION") or None,
        "endpoint_url": endpoint or None,
        # A server of one's own seldom has a host name for each bucket.
        "addressing_style": "path" if endpoint else "auto",
    }
