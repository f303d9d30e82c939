"""One file of a case in the private store: what it is called, what it really is, and whether it may be handed out."""

import uuid

from django.db import models


class StoredFile(models.Model):
    """One file. The store knows nobody: who may have it is asked by the room that holds it.

    `owner` is the uid of whatever the quota counts for (a circle); `stored_as` is the random name on the disk; `kind` is found from the content, never from the
    name. `state`: WAITING until looked at, READY to be handed out, REFUSED with the reason in `verdict`; only what is READY leaves the store.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Being checked"
        READY = "ready", "Ready"
        REFUSED = "refused", "Refused"

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF document"
        WORD = "word", "Word document"
        JPEG = "jpeg", "Picture (JPEG)"
        PNG = "png", "Picture (PNG)"
        WEBP = "webp", "Picture (WebP)"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.UUIDField(db_index=True)
    stored_as = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=8, choices=Kind)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    verdict = models.CharField(max_length=200, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"file {self.uid}"
