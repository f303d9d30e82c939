"""The child, the circle of people around the child's plan, and how each of them may safely be reached."""

import secrets
import uuid

from django.db import models

from permissions.vocabulary import ROLE_NAMES, ROLE_PERMISSION, ROLE_RESTRICTED

# Crockford's base 32: no I, L, O or U, so that a reference can be read out over the phone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """Draw an opaque reference of 8 characters; it says nothing of the child."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


class Child(models.Model):
    """The child or young person. Personal details live only here, never in a title, address, log or message."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    called = models.CharField(max_length=80, blank=True)
    born_on = models.DateField(db_index=True)
    first_language = models.CharField(max_length=80, blank=True)
    interpreter = models.CharField(max_length=200, blank=True)
    communication = models.CharField(max_length=500, blank=True)
    access_needs = models.CharField(max_length=500, blank=True)
    search_name = models.CharField(max_length=170, db_index=True, editable=False)

    def __str__(self) -> str:
        return f"child {self.pk}"

    @property
    def calling_name(self) -> str:
        """Return the name the child goes by."""
        return self.called or self.first_name

    @property
    def full_name(self) -> str:
        """Return first and last name."""
        return f"{self.first_name} {self.last_name}"


class Circle(models.Model):
    """The people around one child's plan.

    `ledger_number` and `ledger_hash` are the head of the plan's ledger; every act locks this row first.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="circles")
    ledger_number = models.PositiveBigIntegerField(default=0)
    ledger_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()
        permissions = [
            *[(f"{ROLE_PERMISSION}{role}", f"Is in this circle as {name}") for role, name in ROLE_NAMES.items()],
            (ROLE_RESTRICTED, "Is in this circle with single sections only"),
        ]

    def __str__(self) -> str:
        return self.shown_reference

    @property
    def shown_reference(self) -> str:
        """Write the reference as people read it: XXXX-XXXX."""
        return f"{self.reference[:4]}-{self.reference[4:]}"


class Contact(models.Model):
    """One adult of the family in one plan: how they may safely be reached, and what they need to take part.

    Readers: that adult and the council's officers, nobody else (design, invariant 11), but for what that adult released (`Release`). Languages, interpreter
    and access needs are for everybody who arranges a meeting: that adult, the council and the professionals of the plan. `child_lives_here`: the child
    lives at this address.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Phone"
        TEXT = "text", "Text message"
        POST = "post", "Post"

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="contacts")
    relationship = models.CharField(max_length=80)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.EMAIL)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True, max_length=500)
    safe_times = models.CharField(max_length=200, blank=True)
    safe_wording = models.CharField(max_length=500, blank=True)
    first_language = models.CharField(max_length=80, blank=True)
    interpreter = models.CharField(max_length=200, blank=True)
    access_needs = models.CharField(max_length=500, blank=True)
    child_lives_here = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "person"], name="one_contact_a_person_and_circle")]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Release(models.Model):
    """One fact of an adult's contact that this adult opened to more readers than the council. Only that adult releases it, and takes it back."""

    class Fact(models.TextChoices):
        ADDRESS = "address", "Address"
        PHONE = "phone", "Phone number"
        EMAIL = "email", "E-mail address"

    class Readers(models.TextChoices):
        PROFESSIONALS = "professionals", "The professionals in this plan"
        EVERYONE = "everyone", "Everyone in this plan"

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="releases")
    fact = models.CharField(max_length=8, choices=Fact)
    readers = models.CharField(max_length=14, choices=Readers)
    released_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "fact"], name="one_release_a_fact")]

    def __str__(self) -> str:
        return f"release {self.pk}"
