"""The object store in a bucket of MinIO or any other S3 server, through the MinIO client.

Only plain put, get, head, list and delete: tags, holds and policies differ from server to server, and some
damage objects.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from minio import Minio
from minio.error import InvalidResponseError, S3Error, ServerError
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from programme.errors import Unavailable
from storage.objects import checked_key, digest, verified

_ABSENT = {"NoSuchKey", "NoSuchObject", "NotFound"}
_CONNECT_SECONDS = 5
_READ_SECONDS = 60


class MinioStore:
    """Objects under `sha256/ab/abcdef...` in one bucket, which is made where it is missing."""

    def __init__(self, endpoint: str, access_key: str, secret_key: str, bucket: str, secure: bool = True) -> None:
        """`endpoint` is host:port without scheme. Raises Unavailable where the server does not answer."""
        self._bucket = bucket
        pool = PoolManager(
            timeout=Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS),
            retries=Retry(total=3, backoff_factor=0.3, status_forcelist=(500, 502, 503, 504)),
        )
        self._client = Minio(
            endpoint, access_key=access_key, secret_key=secret_key, secure=secure, http_client=pool, region="us-east-1"
        )
        with _reachable():
            if not self._client.bucket_exists(bucket):
                self._make_bucket()

    def _make_bucket(self) -> None:
        try:
            self._client.make_bucket(self._bucket)
        except S3Error as error:  # another process made it in between
            if error.code not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
                raise

    @staticmethod
    def _name(key: str) -> str:
        return f"sha256/{checked_key(key)[:2]}/{key}"

    def put(self, data: bytes) -> str:
        key = digest(data)
        if self.head(key) == len(data):
            return key
        with _reachable():
            self._client.put_object(self._bucket, self._name(key), io.BytesIO(data), len(data))
        return key

    def get(self, key: str) -> bytes:
        name = self._name(key)
        with _reachable():
            try:
                answer = self._client.get_object(self._bucket, name)
            except (S3Error, InvalidResponseError):
                # Some servers label the error in a way the client cannot read; HEAD says plainly what is there.
                if self.head(key) is None:
                    raise KeyError(key) from None
                raise
            try:
                data = answer.read()
            finally:
                answer.close()
                answer.release_conn()
        return verified(key, data)

    def head(self, key: str) -> int | None:
        with _reachable():
            try:
                return self._client.stat_object(self._bucket, self._name(key)).size
            except S3Error as error:
                if error.code in _ABSENT:
                    return None
                raise

    def list(self) -> Iterator[str]:
        with _reachable():
            names = [
                entry.object_name or "" for entry in self._client.list_objects(self._bucket, "sha256/", recursive=True)
            ]
        yield from sorted(name.rsplit("/", 1)[-1] for name in names)

    def delete(self, key: str) -> None:
        with _reachable():
            self._client.remove_object(self._bucket, self._name(key))


@contextmanager
def _reachable() -> Iterator[None]:
    """Turn what the client raises for a server that is down or refuses us into Unavailable."""
    try:
        yield
    except (S3Error, ServerError, InvalidResponseError, HTTPError) as error:
        remedy = "Check KLOS_S3_ENDPOINT, the keys and that the server runs."
        raise Unavailable("The object store does not serve: {detail}", remedy, detail=error) from error
