"""The one page on which a plan of another council is taken over: the child, up to two parents, how the plan came, its file."""

from typing import Any

from plans.actions.take_over_plan import NO_FILE
from plans.forms.dates import DayField
from plans.forms.fields import ReportFile, Words
from portal.forms.open_plan import ChildForm, OpenPlan


class TakenForm(ChildForm):
    """The child, and how the plan came."""

    request_received_on = None  # type: ignore[assignment]
    made_by = None  # type: ignore[assignment]
    route = None  # type: ignore[assignment]
    words = None  # type: ignore[assignment]
    missing = None  # type: ignore[assignment]
    day_name = "transferred_on"
    council = Words(label="The council that made the plan", limit=150, rows=1, need="Enter the name of the council that made the plan.")
    transferred_on = DayField(
        label="Day on which the plan was transferred to us",
        need="Enter the day on which the plan was transferred.",
        hint="The plan is in force here from this day, and the six weeks for telling the family count from it.",
    )
    made_on = DayField(
        label="Day on which the plan was made or last reviewed there",
        need="Enter the day on which the plan was made or last reviewed there.",
        hint="It stands on the plan, or in the papers that came with it. The next review counts from it.",
    )
    original = ReportFile(label="The plan, as the other council made it")
    field_order = ["key", "first_name", "last_name", "called", "born_on", "council", "transferred_on", "sure", "made_on", "original"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["original"].required = True
        self.fields["original"].error_messages["required"] = NO_FILE


class TakeOver(OpenPlan):
    """The child's form and both parents' as one."""

    child_form = TakenForm
    day_name = "transferred_on"
