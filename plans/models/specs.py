"""The typed detail of each kind of item: numbers, dates and choices, in columns with checks (domain.md 2.2, 5.2)."""

from django.db import models

from plans.models.content import Item
from plans.statute.sections import Kind


def _of(name: str) -> models.OneToOneField:
    return models.OneToOneField(Item, on_delete=models.PROTECT, primary_key=True, related_name=name)


class VoiceSpec(models.Model):
    """Whose words these are and how they were gathered (Code of Practice 9.69: if first person, whose words)."""

    class Speaker(models.TextChoices):
        CHILD = "child", "The child"
        YOUNG_PERSON = "young_person", "The young person"
        PARENT = "parent", "A parent or carer"
        OTHER = "other", "Someone else"

    item = _of("voice")
    speaker = models.CharField(max_length=12, choices=Speaker)
    speaker_name = models.CharField(max_length=120)
    how_gathered = models.CharField(max_length=300, blank=True)
    gathered_by = models.CharField(max_length=150, blank=True)
    gathered_on = models.DateField(null=True)
    verbatim = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default="en")

    def __str__(self) -> str:
        return f"voice {self.pk}"


class HopeSpec(models.Model):
    """Whose hope it is, and for when."""

    class Horizon(models.TextChoices):
        NEXT_YEAR = "next_year", "Next year"
        NEXT_STAGE = "next_stage", "The next stage of education"
        ADULTHOOD = "adulthood", "Adult life"

    item = _of("aspiration")
    whose = models.CharField(max_length=12, choices=VoiceSpec.Speaker)
    horizon = models.CharField(max_length=12, choices=Horizon, blank=True)

    def __str__(self) -> str:
        return f"hope {self.pk}"


class Area(models.TextChoices):
    """The four areas of special educational need (Code of Practice 6.28), and health and care."""

    COMMUNICATION = "communication", "Communication and interaction"
    COGNITION = "cognition", "Cognition and learning"
    SEMH = "semh", "Social, emotional and mental health"
    SENSORY_PHYSICAL = "sensory_physical", "Sensory and physical"
    HEALTH = "health", "Health"
    SOCIAL_CARE = "social_care", "Social care"


class NeedSpec(models.Model):
    """The area of a need and what it means day to day."""

    item = _of("need")
    area = models.CharField(max_length=20, choices=Area)
    impact = models.TextField(blank=True, max_length=4000)

    def __str__(self) -> str:
        return f"need {self.pk}"


class OutcomeSpec(models.Model):
    """What an outcome is measured by, from where to where and by when."""

    item = _of("outcome")
    area = models.CharField(max_length=20, choices=Area, blank=True)
    measure = models.TextField(blank=True, max_length=2000)
    baseline = models.TextField(blank=True, max_length=2000)
    target = models.TextField(blank=True, max_length=2000)
    by_on = models.DateField(null=True)
    by_phase = models.CharField(max_length=120, blank=True)
    steps = models.TextField(blank=True, max_length=4000)
    monitored_by = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"outcome {self.pk}"


class ProvisionSpec(models.Model):
    """Who does it, how often, how long, for how many together, where, over which weeks, and when it is looked at again (domain.md 2.2)."""

    class Per(models.TextChoices):
        DAY = "day", "a school day"
        WEEK = "week", "a week"
        FORTNIGHT = "fortnight", "a fortnight"
        HALF_TERM = "half_term", "a half term"
        TERM = "term", "a term"
        YEAR = "year", "a year"

    class Grouping(models.TextChoices):
        ONE_TO_ONE = "one_to_one", "One to one"
        PAIR = "pair", "In a pair"
        SMALL_GROUP = "small_group", "In a small group"
        WHOLE_CLASS = "whole_class", "With the whole class"
        INDIRECT = "indirect", "Without the child (training, planning, advice)"

    item = _of("provision")
    delivered_by = models.CharField(max_length=200, blank=True)
    qualification = models.CharField(max_length=300, blank=True)
    sessions = models.PositiveSmallIntegerField(null=True)
    per = models.CharField(max_length=10, choices=Per, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    grouping = models.CharField(max_length=12, choices=Grouping, blank=True)
    children_max = models.PositiveSmallIntegerField(null=True)
    adults = models.PositiveSmallIntegerField(null=True)
    where = models.CharField(max_length=300, blank=True)
    weeks_a_year = models.PositiveSmallIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    review = models.CharField(max_length=300, blank=True)
    flexibility_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sessions=None) | models.Q(sessions__gte=1, sessions__lte=200), name="provision_sessions"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes=None) | models.Q(minutes__gte=1, minutes__lte=1440), name="provision_minutes"
            ),
            models.CheckConstraint(
                condition=models.Q(weeks_a_year=None) | models.Q(weeks_a_year__gte=1, weeks_a_year__lte=52), name="provision_weeks"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on=None) | models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="provision_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"provision {self.pk}"


class PlacementSpec(models.Model):
    """The name and type of a school or other place (Children and Families Act 2014 s.40(2))."""

    class Type(models.TextChoices):
        MAINSTREAM = "mainstream", "Mainstream school"
        RESOURCED = "resourced", "Resourced provision in a mainstream school"
        SPECIAL = "special", "Special school"
        COLLEGE = "college", "College"
        OTHER = "other", "Other"

    item = _of("placement")
    name = models.CharField(max_length=200, blank=True)
    type = models.CharField(max_length=12, choices=Type)
    from_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"placement {self.pk}"


class BudgetSpec(models.Model):
    """One line of a personal budget: which service's part, how much a year in pence, and how it is paid."""

    class Part(models.TextChoices):
        EDUCATION = "education", "Education"
        HEALTH = "health", "Health"
        SOCIAL_CARE = "social_care", "Social care"

    class How(models.TextChoices):
        NOTIONAL = "notional", "Arranged by the council"
        DIRECT_PAYMENT = "direct_payment", "Direct payment"
        THIRD_PARTY = "third_party", "Held by someone else for the family"

    item = _of("budget")
    part = models.CharField(max_length=12, choices=Part)
    amount_pence = models.PositiveIntegerField(null=True)
    how = models.CharField(max_length=16, choices=How, blank=True)
    purpose = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"budget {self.pk}"


class EvidenceSpec(models.Model):
    """One report behind the plan: which advice it is, by whom and of when, and the report itself (SEND Regs 2014 regs 6(1), 12(4))."""

    class Advice(models.TextChoices):
        FAMILY = "family", "From the family"
        EDUCATIONAL = "educational", "Educational advice"
        MEDICAL = "medical", "Medical advice"
        PSYCHOLOGICAL = "psychological", "Psychological advice"
        SOCIAL_CARE = "social_care", "Social care advice"
        THERAPY = "therapy", "Therapy advice"
        OTHER = "other", "Other advice"

    item = _of("evidence")
    advice_type = models.CharField(max_length=14, choices=Advice)
    title = models.CharField(max_length=200)
    author_name = models.CharField(max_length=150, blank=True)
    author_role = models.CharField(max_length=150, blank=True)
    dated_on = models.DateField(null=True)
    obtained = models.BooleanField(default=True)
    not_obtained_reason = models.CharField(max_length=500, blank=True)
    file = models.OneToOneField("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="evidence")

    def __str__(self) -> str:
        return f"evidence {self.pk}"


SPECS: dict[Kind, type[models.Model]] = {
    Kind.VOICE: VoiceSpec,
    Kind.ASPIRATION: HopeSpec,
    Kind.NEED: NeedSpec,
    Kind.OUTCOME: OutcomeSpec,
    Kind.PROVISION: ProvisionSpec,
    Kind.PLACEMENT: PlacementSpec,
    Kind.BUDGET: BudgetSpec,
    Kind.EVIDENCE: EvidenceSpec,
}
