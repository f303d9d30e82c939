"""The three kinds of guardian's rows that say who may do what (design, 6).

1. Membership and TeamMembership: guardian's direct rows on Circle: this person, or team, holds this role here.
2. guardian's group rows on the twelve SectionType rows: the matrix, one group a role, without members.
3. Direct rows on Section (in plans): exceptions for one person in one plan.
"""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from permissions.models.circle import Circle
from permissions.vocabulary import ROLE_NAMES, SECTION_NAMES, Code, Verb


class SectionType(models.Model):
    """One of the twelve sections of every plan; the matrix hangs here."""

    code = models.CharField(max_length=2, unique=True, choices=[(code.value, name) for code, name in SECTION_NAMES.items()])
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        default_permissions = ()
        permissions = [(f"{verb}_sectiontype", f"May {verb} a section of this type") for verb in Verb]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{SECTION_NAMES[Code(self.code)]} (Section {self.code})"


class PolicyVersion(models.Model):
    """The number of the matrix in force: a process that holds another one reads the matrix again."""

    number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)


class Tenure(models.Model):
    """From when until when, and why, somebody is in a circle.

    `until_on` is the last day, `until_at` the moment at which an hour of break-glass is over; `ended_at` is set by the act of ending.
    """

    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    stands_for = models.CharField(max_length=30, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])

    class Meta:
        abstract = True


class Membership(Tenure, UserObjectPermissionBase):
    """One person in one circle, in one role. `chosen_by` is the family member who chose a supporter, `covers_for` the colleague whose place this person takes.

    Where the coordinator has limited a person, the permission is `role_restricted`, what is left stands as rows on Section, and `stands_for` keeps the role.
    """

    content_object = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="memberships")
    chosen_by = models.ForeignKey("permissions.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    covers_for = models.ForeignKey("permissions.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        unique_together = []
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_object", "stands_for"], condition=models.Q(ended_at=None), name="one_open_membership_a_role"
            ),
        ]
        indexes = [models.Index(fields=["content_object", "user"], name="membership_circle_user")]


class TeamMembership(Tenure, GroupObjectPermissionBase):
    """A whole team in one circle, in one role."""

    content_object = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="team_memberships")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        unique_together = []
        constraints = [
            models.UniqueConstraint(
                fields=["group", "content_object", "stands_for"], condition=models.Q(ended_at=None), name="one_open_team_role"
            ),
        ]
        indexes = [models.Index(fields=["content_object", "group"], name="teammembership_circle_group")]


class BrokenGlass(models.Model):
    """An hour in which a leader reads a plan where they hold no role. Its membership says who, where, why and until when.

    The family is told when `told_at` is set; a second leader may put that off until `delayed_until`, with a safeguarding reason that the family never reads.
    """

    membership = models.OneToOneField(Membership, on_delete=models.PROTECT, related_name="broken_glass")
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    delayed_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")
    delayed_at = models.DateTimeField(null=True)
    delayed_until = models.DateField(null=True)
    delay_reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"broken glass {self.pk}"


class Conflict(models.Model):
    """An officer's declared conflict of interest: while it stands, the officer is nobody in this circle, also not by a team."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="conflicts")
    person = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="conflicts")
    reason = models.CharField(max_length=500)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "person"], condition=models.Q(ended_at=None), name="one_open_conflict_a_person"),
        ]

    def __str__(self) -> str:
        return f"conflict {self.pk}"


class ChildsHelper(models.Model):
    """Who opens the child's own page with the child. A parent needs no leave; for anybody else one of the family confirms it."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="childs_helpers")
    person = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "person"], condition=models.Q(ended_at=None), name="one_open_leave_a_helper"),
        ]

    def __str__(self) -> str:
        return f"child's helper {self.pk}"


class SectionGrantBase(UserObjectPermissionBase):
    """An exception for one person in one section of one plan; the row itself stands in plans, on Section."""

    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey("permissions.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True
