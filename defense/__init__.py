from defense.running.garbage import load_without_looking

load_without_looking()  # before all else that any process of the house loads

from defense.celery import app as celery_app  # noqa: E402 - as said

__all__ = ["celery_app"]
