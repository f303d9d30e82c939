"""The one page on which a plan is opened: the child, up to two parents, the setting, the team, the day the request came."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core import signing

from permissions.models import Contact, new_reference
from plans.actions.open_plan import ParentFacts
from plans.forms.dates import DayField
from plans.forms.fields import Choice, ReportFile, Words
from plans.forms.happened_on import SURE, HappenedOn
from plans.models import Request
from portal.forms.fields import EmailLine, Pick

SALT = "open a plan"
A_DAY = 24 * 3600
TOO_OLD = "This page was open for more than a day. What you typed is still here: check it and send it again."


class ChildForm(HappenedOn):
    """The child and the request. `key` carries the reference that the plan will have, so that a form sent twice opens one plan."""

    on = None  # type: ignore[assignment]
    day_name = "request_received_on"
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    first_name = Words(label="First name", limit=80, rows=1, need="Enter the child's first name.")
    last_name = Words(label="Last name", limit=80, rows=1, need="Enter the child's last name.")
    called = Words(label="Called, if they go by another name", limit=80, rows=1, required=False)
    born_on = DayField(label="Date of birth", need="Enter the child's date of birth.", hint="For example, 3 5 2017")
    request_received_on = DayField(
        label="Day the council received the request",
        need="Enter the day the request was received.",
        hint="The legal dates count from this day, also where you write the request down here later, and however incomplete it is.",
    )
    sure = forms.BooleanField(label=SURE, required=False)
    made_by = Choice(label="Who made the request?", choices=Request.MadeBy.choices, required=True, need="Choose who made the request.")
    route = Choice(label="How did it come?", choices=Request.Route.choices, required=True, need="Choose how the request came.")
    words = Words(
        label="What they said",
        limit=4000,
        rows=5,
        required=False,
        hint="In their own words, where there are any. Only those of the council who work on the request read this.",
    )
    missing = Words(
        label="What you ask for besides",
        limit=2000,
        rows=3,
        required=False,
        hint="One thing a line, for example: the school’s records. It stands in the letter to each parent. "
        "Write nothing that one of them may not know of another.",
    )
    original = ReportFile(label="The original: the letter, form or e-mail as it came in")
    field_order = ["key", "first_name", "last_name", "called", "born_on", "request_received_on", "sure"]
    setting = Pick(label="School, nursery or college", required=False)
    team = Pick(label="Team of the council", required=False)

    def __init__(self, *args: Any, settings: list[tuple[int, str]], teams: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["setting"].choices = [("", "None at the moment"), *settings]  # type: ignore[attr-defined]
        self.fields["team"].choices = [("", "No team"), *teams]  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        """Read the reference back; only one that this service drew and signed will do."""
        try:
            return str(signing.loads(self.cleaned_data["key"], salt=SALT, max_age=A_DAY))
        except signing.BadSignature:
            fresh: Any = self.data.copy()  # type: ignore[attr-defined]
            fresh["key"] = new_key()
            self.data = fresh
            raise forms.ValidationError(TOO_OLD) from None


class ParentForm(forms.Form):
    """One parent or carer, with a safe contact of their own; left empty, there is no such parent."""

    name = Words(label="Name", limit=150, rows=1, need="Enter the name of this parent or carer.")
    email = EmailLine(label="E-mail address", hint="They sign in with it. Each parent needs their own.")
    relationship = Words(
        label="Relationship to the child", limit=80, rows=1, hint="For example: mother, foster carer.", need="Enter the relationship."
    )
    channel = Choice(
        label="Safe way to reach them", choices=Contact.Channel.choices, required=True, need="Choose a safe way to reach them."
    )
    phone = Words(label="Phone", limit=40, rows=1, required=False)
    address = Words(label="Address", limit=500, rows=3, required=False, hint="Only this person and the council see it.")
    safe_times = Words(label="Safe times", limit=200, rows=1, required=False, hint="For example: weekdays before 3pm.")
    safe_wording = Words(label="What to say, and what not", limit=500, rows=2, required=False, hint="For example: do not leave a message.")
    first_language = Words(label="First language", limit=80, rows=1, required=False)

    def __init__(self, data: Any, *, prefix: str, filled: Mapping[str, Any] | None = None) -> None:
        initial = {"channel": Contact.Channel.EMAIL.value}
        if data is None:  # what was sent is compared with nothing: a parent who was filled in and not changed is a parent
            initial |= {name.removeprefix(f"{prefix}-"): value for name, value in (filled or {}).items() if name.startswith(f"{prefix}-")}
        super().__init__(data, prefix=prefix, initial=initial, empty_permitted=True, use_required_attribute=False)

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        data = super().clean() or {}
        if data.get("channel") in (Contact.Channel.PHONE, Contact.Channel.TEXT) and not data.get("phone"):
            self.add_error("phone", "Enter the phone number, since that is the safe way to reach them.")
        if data.get("channel") == Contact.Channel.POST and not data.get("address"):
            self.add_error("address", "Enter the address, since post is the safe way to reach them.")
        return data

    def facts(self) -> ParentFacts | None:
        """Give the parent, or None where the fields were left empty."""
        if not self.has_changed():
            return None
        known = ParentFacts.__dataclass_fields__
        return ParentFacts(**{name: value or "" for name, value in self.cleaned_data.items() if name in known})


class OpenPlan:
    """The child's form and both parents' as one. `filled` is what a request says that was sent here; then what they said is not typed again."""

    child_form: type[ChildForm] = ChildForm
    day_name = "request_received_on"

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        files: Any = None,
        *,
        settings: list[tuple[int, str]],
        teams: list[tuple[int, str]],
        today: date,
        filled: Mapping[str, Any] | None = None,
    ) -> None:
        initial = {"key": new_key(), self.day_name: today} | dict(filled or {})
        self.child = self.child_form(data, files, settings=settings, teams=teams, initial=initial, today=today)
        self.is_from_request = filled is not None
        if self.is_from_request:
            self.child.fields.pop("words")  # the request that was sent here is kept as it is
        self.parents = [ParentForm(data, prefix=prefix, filled=filled) for prefix in ("parent1", "parent2")]

    def is_valid(self) -> bool:
        """Check all three, so that every sentence stands on the page at once."""
        answers = [form.is_valid() for form in (self.child, *self.parents)]
        return all(answers)

    def add_errors(self, errors: Mapping[str, str]) -> None:
        """Put what the action found wrong beside its field."""
        for name, sentence in errors.items():
            if name == "parents":
                self.parents[1].add_error("email", sentence)
            else:
                self.child.add_error(name if name in self.child.fields else None, sentence)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """List every sentence with the place it points to, for the top of the page."""
        listed: list[tuple[str, str]] = []
        for form in (self.child, *self.parents):
            above = [*form.non_field_errors(), *form.errors.get("key", [])]
            listed += [(str(sentence), "#main") for sentence in above]
            for field in form.visible_fields():
                anchor = f"{field.auto_id}_{_FIRST.get(field.widget_type, '')}".rstrip("_")
                listed += [(str(sentence), f"#{anchor}") for sentence in field.errors]
        return listed


_FIRST = {"selectdate": "day", "radioselect": "0"}


def new_key() -> str:
    """Draw the reference of the plan to come, and sign it."""
    return signing.dumps(new_reference(), salt=SALT)
