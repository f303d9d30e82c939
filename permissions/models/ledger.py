"""The ledger: one append-only row for everything that happens to a plan, and one for everything that is done to people and the service."""

from typing import ClassVar

from django.db import models

from permissions.models.circle import Circle


class LedgerEntry(models.Model):
    """Who did what, when, to which thing of which section, in which role. Numbers and names of acts only, never a word of the plan.

    `number` counts within the circle, under the lock of the circle's row, so that the order of commits is the order of numbers.
    `sections` holds codes between spaces (" A F "), so that one is found by " F ".
    `object_kind` and `object_uid` name the thing; `hash` covers every other fact and the `previous` hash.
    """

    append_only: ClassVar[bool] = True

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    actor = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    verb = models.CharField(max_length=40)
    sections = models.CharField(max_length=60, blank=True)
    object_kind = models.CharField(max_length=30, blank=True)
    object_uid = models.UUIDField(null=True)
    at = models.DateTimeField()
    request_id = models.CharField(max_length=36, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "number"], name="ledger_number_once_a_circle")]
        indexes = [models.Index(fields=["circle", "actor", "verb", "at"], name="ledger_who_did_what")]

    def __str__(self) -> str:
        return f"entry {self.number} of circle {self.circle_id}"


class ServiceEntry(models.Model):
    """Who did what to a person, an organisation or the service itself: invited, gave a duty, ended a session, left. No plan, no word, no address.

    `person` is whom it was done to; `object_kind` and `object_uid` name any other thing.
    """

    append_only: ClassVar[bool] = True

    actor = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=30, blank=True)
    object_uid = models.UUIDField(null=True)
    at = models.DateTimeField()
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="service_ledger_of_person")]

    def __str__(self) -> str:
        return f"service entry {self.pk}"
