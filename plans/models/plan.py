"""The plan, and its thin page in Wagtail's tree."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.models import Page, PagePermissionTester

from plans.statute.amending import BECAUSE_NAMES
from plans.statute.lifecycle import PlanDates


class ClosedPagePermissionTester(PagePermissionTester):
    """Answer no to everything that the admin may want to do with a plan's page, whoever asks."""

    def __getattribute__(self, name: str) -> Any:
        """Replace every method that permits something by one that says no, also those that a new Wagtail brings."""
        if name.startswith("can_"):
            return lambda *args, **kwargs: False
        return super().__getattribute__(name)


class ClosedPage(Page):
    """A page that nobody makes, edits, copies, moves, deletes or finds in the admin; actions make it, portal.urls answers for it."""

    is_creatable = False
    search_fields: ClassVar[list[Any]] = []
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """Keep these pages out of every search index."""
        return cls.objects.none()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it as nobody's page: the admin lists the owners of pages by name."""
        self.owner = None
        super().save(*args, **kwargs)

    def permissions_for_user(self, user: Any) -> ClosedPagePermissionTester:
        """Answer no to everything."""
        return ClosedPagePermissionTester(user, self)


class PlanIndexPage(ClosedPage):
    """The one page above all plans; it holds nothing."""

    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = ["plans.PlanPage"]
    max_count = 1

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand over to the list of the plans that one may see."""
        return redirect("home")


class PlanPage(ClosedPage):
    """One page a child. Its title and slug are the opaque reference and nothing else; the words of the plan are rows of their own."""

    parent_page_types: ClassVar[list[str]] = ["plans.PlanIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand over to the plan page, which asks `access`."""
        return redirect(reverse("plan", args=[self.slug]))


class Plan(models.Model):
    """One child's plan: where it stands in time, and who is responsible.

    `held_back` names the sections that the council holds back from the family while the draft is written, each with the reason that the family reads.
    `silenced_on` is the day from which on nothing leaves the service about this plan: the child has died.
    `amending_because`, `met_on` (the review meeting) and `noticed_on` (the first amendment notice) stand only while a plan in force is being changed.
    `handed_over_on`, `taken_over_on`, `made_before_on` (made or last reviewed by the council before) and `transfer_told_on` belong to a plan that moves between
    councils; `hand_over_by` is the last day for handing it over, reckoned when the move became known.
    `considering_on` stands while the council thinks about ending the plan, `cease_appealed_on` while an appeal against that is open, `reassess_asked_on` until a
    request for a reassessment is answered; the last two are the council's alone: who asked or appealed is one parent's own.
    `rights_move_on` is the last day on which the parents hold the rights, set by whatever sets the child's day of birth; `rights` says, from the newest rows of
    ParentChoice and CapacityRecord, what each parent keeps after it ("keeps": person, section, how) and who acts in which matter ("acts": matter, person).
    `words_number` counts the settlings of its live texts: beside the number of the ledger it is the cursor of open pages.
    `review_met_on` is the day of a review meeting about which nothing is decided yet. The twelve months of the next review count
    from `made_on` (the day of the first final plan) or `reviewed_on` (the day of the last decision after a review), whichever is later.
    Each `_on` is a civil date in Europe/London that a Happening set in the same transaction; a test recomputes them from the rows.
    """

    circle = models.OneToOneField("permissions.Circle", on_delete=models.PROTECT, related_name="plan")
    page = models.OneToOneField(PlanPage, on_delete=models.PROTECT, related_name="plan")
    team = models.ForeignKey("permissions.Team", null=True, on_delete=models.PROTECT, related_name="plans")
    coordinator = models.ForeignKey("permissions.User", null=True, on_delete=models.PROTECT, related_name="coordinated_plans")
    setting = models.ForeignKey("permissions.Organisation", null=True, on_delete=models.PROTECT, related_name="plans")
    request_received_on = models.DateField()
    assess_yes_on = models.DateField(null=True)
    refused_on = models.DateField(null=True)
    plan_yes_on = models.DateField(null=True)
    checking_on = models.DateField(null=True)
    served_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    final_on = models.DateField(null=True)
    amending_on = models.DateField(null=True)
    amending_because = models.CharField(max_length=16, blank=True, choices=list(BECAUSE_NAMES.items()))
    met_on = models.DateField(null=True)
    noticed_on = models.DateField(null=True)
    made_on = models.DateField(null=True)
    review_met_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    ceasing_on = models.DateField(null=True)
    considering_on = models.DateField(null=True)
    cease_appealed_on = models.DateField(null=True)
    reassess_asked_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    handed_over_on = models.DateField(null=True)
    taken_over_on = models.DateField(null=True)
    made_before_on = models.DateField(null=True)
    transfer_told_on = models.DateField(null=True)
    hand_over_by = models.DateField(null=True)
    next_due_on = models.DateField(null=True)
    silenced_on = models.DateField(null=True)
    rights_move_on = models.DateField(null=True)
    rights = models.JSONField(default=dict, blank=True)
    held_back = models.JSONField(default=dict, blank=True)
    words_number = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["next_due_on", "id"], name="plan_by_due"),
            models.Index(fields=["coordinator", "next_due_on"], name="plan_by_coordinator_due"),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"

    @property
    def dates(self) -> PlanDates:
        """Give the dates that decide the stage."""
        return PlanDates(**{name: getattr(self, name) for name in PlanDates.__dataclass_fields__})
