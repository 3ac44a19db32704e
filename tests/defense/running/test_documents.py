import pytest

from defense.running.documents import document_storage
from defense.running.environment import BadSetting, Environment


def storage_of(**variables):
    return document_storage(Environment(variables))


def test_documents_are_kept_in_the_folder_unless_a_bucket_is_named():
    assert storage_of(AWS_ACCESS_KEY_ID="of another program") == {
        "BACKEND": "events.storages.folder.PrivateFolder"
    }


def test_a_bucket_is_named_by_one_address_and_opened_as_the_tools_of_aws_open_it():
    assert storage_of(QORGAU_FILES_S3="s3://qorgau") == {
        "BACKEND": "events.storages.bucket.PrivateBucket",
        "OPTIONS": {
            "bucket_name": "qorgau",
            "location": "",
            "access_key": None,
            "secret_key": None,
            "region_name": None,
            "endpoint_url": None,
            "addressing_style": "auto",
        },
    }


def test_a_server_of_ones_own_is_named_with_its_keys(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("kept in a file\n")

    options = storage_of(
        QORGAU_FILES_S3="s3://qorgau.documents/event/2019/",
        AWS_ENDPOINT_URL_S3="http://127.0.0.1:9000/",
        AWS_ACCESS_KEY_ID="key",
        AWS_SECRET_ACCESS_KEY_FILE=str(secret),
        AWS_DEFAULT_REGION="kz-ala-1",
    )["OPTIONS"]

    assert options == {
        "bucket_name": "qorgau.documents",
        "location": "event/2019",
        "access_key": "key",
        "secret_key": "kept in a file",
        "region_name": "kz-ala-1",
        "endpoint_url": "http://127.0.0.1:9000",
        "addressing_style": "path",
    }


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"QORGAU_FILES_S3": "qorgau"}, "QORGAU_FILES_S3 must look like s3://bucket"),
        ({"QORGAU_FILES_S3": "s3://Q"}, "QORGAU_FILES_S3 must look like s3://bucket"),
        ({"QORGAU_FILES_S3": "s3://key:secret@qorgau"}, "QORGAU_FILES_S3 must look like"),
        ({"QORGAU_FILES_S3": "s3://qorgau/../other"}, "QORGAU_FILES_S3 must look like"),
        (
            {"QORGAU_FILES_S3": "s3://qorgau", "AWS_ENDPOINT_URL_S3": "store.example.org"},
            "AWS_ENDPOINT_URL_S3 must be an address",
        ),
        (
            {"QORGAU_FILES_S3": "s3://qorgau", "AWS_SECRET_ACCESS_KEY": "canary"},
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set together or not at all.",
        ),
    ],
)
def test_a_bad_value_is_refused_with_a_sentence_that_tells_no_secret(variables, sentence):
    with pytest.raises(BadSetting) as refused:
        storage_of(**variables)

    assert str(refused.value).startswith(sentence)
    assert "canary" not in str(refused.value)
    assert "key:secret" not in str(refused.value)
