"""Check that the words which the plan shows are those of the logs of its live texts."""

from plans.livetext.log import Gone, load
from plans.livetext.update import BadUpdate
from plans.models import LiveText, Plan


def first_text_fault(plan: Plan) -> str:
    """Name the first live text whose log does not hold, in words that carry none of its own; "" when all hold. One query, and two a text."""
    for text in LiveText.objects.filter(section__plan=plan).select_related("section", "item").order_by("pk"):
        fault = _fault(text)
        if fault:
            return f"{_named(text)} (live text row {text.pk}): {fault}"
    return ""


def _named(text: LiveText) -> str:
    return f"the words of item {text.item.uid}" if text.item else f"the own words of section {text.section.code}"


def _fault(text: LiveText) -> str:
    try:
        words = load(text, text.settled_n).words
        load(text)
    except Gone:
        return "an update is missing in its log"
    except BadUpdate:
        return "an update of its log was altered: it can't be read"
    stands = text.item.text if text.item else text.section.narrative
    return "" if words == stands else f"they are not what its log says after update {text.settled_n}"
