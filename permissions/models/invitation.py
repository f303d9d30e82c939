"""The invitation by which a person comes in."""

import uuid
from datetime import datetime, timedelta

from django.db import models

LASTS = timedelta(hours=72)
MOST_WRONG_CODES = 5


class Invitation(models.Model):
    """One person's way in: a one-time link to their e-mail address, and a joining code that they are given outside the e-mail.

    Link and code are kept as keyed hashes only. It ends when it is accepted, withdrawn (also by a newer one), after 72 hours, or at the fifth wrong code.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    link_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(accepted_at=None, withdrawn_at=None), name="one_open_invitation_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def tries_left(self) -> int:
        """Count the wrong codes that it still bears."""
        return max(0, MOST_WRONG_CODES - self.wrong_codes)

    def is_open(self, now: datetime) -> bool:
        """Say whether it can be accepted now."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.ends_at and self.tries_left > 0
