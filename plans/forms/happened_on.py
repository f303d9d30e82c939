"""The day of an event as people type it: not in the future; far in the past only when it was shown back and confirmed."""

from datetime import date
from typing import Any

from django import forms

from plans.forms.dates import DayField
from plans.forms.fields import put_in
from plans.saying import long_date
from plans.statute.events import is_long_ago

IN_THE_FUTURE = "This day can't be in the future. Enter the day on which it happened."
SURE = "The day is right"


class HappenedOn(forms.Form):
    """One day, `on`. A day long ago asks for the tick `sure`, which holds for exactly the day that was shown (`sure_of`)."""

    on = DayField(label="Day", need="Enter the day.")
    sure = forms.BooleanField(label=SURE, required=False)
    sure_of = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    day_name = "on"

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not (self.is_bound and self.data.get(self.add_prefix("sure_of"))):
            self.fields["sure"].widget = forms.HiddenInput()

    @property
    def day_boxes(self) -> tuple[tuple[str, str], ...]:
        """Give the three boxes of the day as they were sent, so that a second page can send them again."""
        names = [self.add_prefix(f"{self.day_name}_{part}") for part in ("day", "month", "year")]
        return tuple((name, str(self.data.get(name, ""))) for name in names)

    def details(self) -> dict[str, Any]:
        """Give what an event needs to know beside its day and its reasons."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has not come, and ask again for one long ago."""
        data = super().clean() or {}
        day = data.get(self.day_name)
        if day is None:
            return data
        if day > self.today:
            self.add_error(self.day_name, IN_THE_FUTURE)
        elif is_long_ago(day, self.today) and not (data.get("sure") and data.get("sure_of") == day.isoformat()):
            self._ask_again(day)
        return data

    def _ask_again(self, day: date) -> None:
        put_in(self, "sure_of", day.isoformat())
        put_in(self, "sure", "")
        self.fields["sure"].widget = forms.CheckboxInput()
        self["sure"].label = f"Yes, it was on {long_date(day)}"
        self.add_error(
            "sure", f"{long_date(day)} is {(self.today - day).days} days ago. If that is right, tick the box and send the page again."
        )
