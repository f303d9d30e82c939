"""A date in three boxes: day, month, year; what was typed stays there, also when it is no date."""

from datetime import date
from typing import Any

from django import forms


class SelectDate(forms.SelectDateWidget):
    """Three boxes to type in (the design system's date input), read as one date."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """Join the three boxes; None when all are empty."""
        parts = [str(data.get(field % name, "")).strip()[:12] for field in (self.year_field, self.month_field, self.day_field)]
        return "-".join(parts) if any(parts) else None

    def format_value(self, value: Any) -> dict[str, Any]:
        """Split a date, or what was typed, into the three boxes."""
        if isinstance(value, date):
            return {"year": value.year, "month": value.month, "day": value.day}
        year, month, day = [*str(value or "").split("-", 2), "", ""][:3]
        return {"year": year, "month": month, "day": day}


class DayField(forms.DateField):
    """A civil date."""

    def __init__(self, *, label: str, need: str = "", hint: str = "For example, 27 3 2026", required: bool = True) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=required,
            input_formats=["%Y-%m-%d"],
            widget=SelectDate(years=[]),
            error_messages={
                "required": need or f"Enter a day under “{label}”.",
                "invalid": f"“{label}” must be a real date, such as 27 3 2026.",
            },
        )

    def validate(self, value: date | None) -> None:
        """Refuse a year that nobody means."""
        super().validate(value)
        if value and not 1990 <= value.year <= 2100:
            raise forms.ValidationError(f"“{self.label}” must have a year from 1990 to 2100.")
