"""What somebody is told of, how they want to be told, and up to where they have looked at a plan. Numbers only: no word of a plan stands here."""

from django.db import models


class NoticeChoices(models.Model):
    """How one person wants to hear of what happens; who has no row gets the digest a day, and what is marked urgent at once.

    `quiet_from` and `quiet_until` are civil times in Europe/London between which no e-mail leaves; both None: no quiet hours.
    `first_reminder` and `last_reminder`: so many days before one's own last day to answer a draft one is reminded; None: not.
    `safe_for` is the hash of the safe times, as they stand in the contact details, for which this person said that e-mails outside their quiet hours are safe.
    """

    class How(models.TextChoices):
        DAILY = "daily", "One e-mail a day, with what is new"
        OFF = "off", "No e-mails. I look in the portal"

    person = models.OneToOneField("permissions.User", on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=8, choices=How, default=How.DAILY)
    mentions_at_once = models.BooleanField(default=True)
    deadlines_at_once = models.BooleanField(default=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    first_reminder = models.PositiveSmallIntegerField(null=True, default=7)
    last_reminder = models.PositiveSmallIntegerField(null=True, default=2)
    safe_for = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None) | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_two_ends",
            )
        ]

    def __str__(self) -> str:
        return f"choices of person {self.person_id}"


class Notice(models.Model):
    """One thing that one person is told of: which entry of which plan's ledger. It is made only for whoever may know of it, and asked again when shown.

    `mail_at` is when an e-mail about it is due at the earliest (None: none is), `mailed_at` when it was written into one.
    """

    class Kind(models.TextChoices):
        MENTION = "mention", "Somebody called you by name"
        ANSWER = "answer", "An answer to you"
        TALK = "talk", "Something was said"
        WORDS = "words", "Words changed"
        STAGE = "stage", "The plan moved on"
        DEADLINE = "deadline", "A date is near"
        SENT = "sent", "An answer to the draft came"

    person = models.ForeignKey("permissions.User", on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey("permissions.Circle", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    section = models.CharField(max_length=2, blank=True)
    number = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=80)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]
        indexes = [
            models.Index(fields=["person", "seen_at", "at"], name="notice_by_person"),
            models.Index(fields=["mailed_at", "mail_at"], name="notice_by_mail"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk} for person {self.person_id}"


class NoticedUpTo(models.Model):
    """Up to which entry of a plan's ledger the worker has made notices, at which stage it saw the plan, and of which date it has told ("2026-12-03/7").

    `stage` is empty until the worker has looked once: then there is nothing to compare with, and nobody is told.
    """

    circle = models.OneToOneField("permissions.Circle", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=12, blank=True)
    due_told = models.CharField(max_length=14, blank=True)

    def __str__(self) -> str:
        return f"circle {self.circle_id} up to {self.number}"


class LastLook(models.Model):
    """Up to where somebody has looked at a plan: by the ledger and by the settlings of its words; `stage` is where it stood then."""

    person = models.ForeignKey("permissions.User", on_delete=models.CASCADE, related_name="+")
    circle = models.ForeignKey("permissions.Circle", on_delete=models.CASCADE, related_name="+")
    ledger_number = models.PositiveIntegerField()
    words_number = models.PositiveIntegerField()
    stage = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "circle"], name="one_last_look")]

    def __str__(self) -> str:
        return f"look of person {self.person_id} at circle {self.circle_id}"
