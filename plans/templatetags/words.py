"""Print words and dates as the house does."""

from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString

from permissions.clock import LONDON
from plans.rendering import words_html
from plans.saying import in_london, long_date

register = template.Library()


@register.filter
def words(value: str) -> SafeString:
    """Render a person's words as safe HTML."""
    return words_html(value or "")


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date out: Friday 20 March 2026."""
    if value is None:
        return ""
    return long_date(value.astimezone(LONDON).date() if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    """Write a date and a time out: Friday 20 March 2026 at 14:02."""
    return in_london(value) if value else ""
