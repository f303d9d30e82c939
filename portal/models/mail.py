"""The mail that waits, was sent, or could not be."""

from django.db import models


class OutgoingMail(models.Model):
    """A message to one person, written in the transaction of the act that sends it; the worker carries it out.

    `key` names the act and the person, so that the same message is never written twice. SENDING is committed before the mail server is spoken to: a message
    that is found there after the worker died is UNKNOWN, since nobody can tell whether it left; a person decides, no machine sends it again.
    `circle` is the plan that it is about, where it is about one: about a plan that was silenced nothing leaves (STOPPED).
    `seen_at` is when somebody looked at one that was not sent.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        UNKNOWN = "unknown", "Not known whether it was sent"
        BOUNCED = "bounced", "Came back"
        STOPPED = "stopped", "Not sent: nothing leaves about this plan any more"

    circle = models.ForeignKey("permissions.Circle", null=True, on_delete=models.PROTECT, related_name="+")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    key = models.CharField(max_length=100, unique=True, null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    provider_id = models.CharField(max_length=64, blank=True, db_index=True)
    seen_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["written_at"], name="mail_by_time"),
            models.Index(fields=["state", "next_try_at"], name="mail_by_state"),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"
