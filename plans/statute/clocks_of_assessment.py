"""Set down the clocks from a request to the final plan, and those of a reassessment: CK1 to CK11, CK16 and CK17 of domain.md 1.2."""

from plans.statute.clock_rules import ClockRule, Count, CountFrom, Owner, Trigger, Unit
from plans.statute.impractical import OF_AN_ADVISER, OF_THE_COUNCIL
from plans.statute.window import MINIMUM_DAYS

# Law: SEND Regs 2014 reg 13(2).
WEEKS_TO_FINAL = 20


def _weeks_of_the_request(weeks: int) -> tuple[Count, ...]:
    """Count from the request or, whichever was first, from the day on which the council became responsible (s.24)."""
    return tuple(Count(after=event, n=weeks, unit=Unit.WEEK) for event in (Trigger.REQUEST_RECEIVED, Trigger.BECAME_RESPONSIBLE))


CLOCKS = (
    ClockRule(
        id="CK1",
        name="Tell the family whether there will be an assessment",
        owner=Owner.COUNCIL,
        counts=_weeks_of_the_request(6),
        earliest=True,
        exceptions=OF_THE_COUNCIL,
        source="SEND Regulations 2014, regulations 4(1) and 5(1)",
    ),
    ClockRule(
        id="CK2",
        name="Ask the family what they think, where somebody else made the request (as soon as practicable)",
        owner=Owner.COUNCIL,
        source="SEND Regulations 2014, regulation 3",
        to_verify=True,
    ),
    ClockRule(
        id="CK3",
        name="Tell health, social care and the school or other setting that an assessment is considered",
        owner=Owner.COUNCIL,
        counts=_weeks_of_the_request(6),
        earliest=True,
        source="SEND Regulations 2014, regulations 4(2) and 5(2)",
    ),
    ClockRule(
        id="CK4",
        name="Give advice for the assessment",
        owner=Owner.ADVISER,
        counts=(Count(after=Trigger.ADVICE_REQUEST_RECEIVED, n=6, unit=Unit.WEEK),),
        exceptions=OF_AN_ADVISER,
        source="SEND Regulations 2014, regulation 8(1)",
    ),
    ClockRule(
        id="CK5",
        name="Tell the family, with reasons, that no plan will be issued",
        owner=Owner.COUNCIL,
        counts=_weeks_of_the_request(16),
        earliest=True,
        exceptions=OF_THE_COUNCIL,
        source="SEND Regulations 2014, regulation 10(1)",
    ),
    ClockRule(
        id="CK6",
        name="Decide to issue a plan and send the draft",
        owner=Owner.COUNCIL,
        counts=_weeks_of_the_request(16),
        earliest=True,
        statutory=False,
        source="SEND Code of Practice 2015, paragraphs 9.42 to 9.44",
        to_verify=True,
    ),
    ClockRule(
        id="CK7",
        name="The family answers the draft, at least until the end of this day",
        owner=Owner.FAMILY,
        counts=(Count(after=Trigger.DRAFT_SERVED, n=MINIMUM_DAYS, unit=Unit.DAY, count_from=CountFrom.INCLUDE_EVENT),),
        is_minimum=True,
        source="SEND Regulations 2014, regulation 13(1)(a)",
    ),
    ClockRule(
        id="CK8",
        name="Meet the family about the draft, where they ask for it (no time is set)",
        owner=Owner.COUNCIL,
        source="SEND Regulations 2014, regulation 13(1)(a)(ii)",
    ),
    ClockRule(
        id="CK9",
        name="The school or other setting answers the consultation",
        owner=Owner.SETTING,
        counts=(Count(after=Trigger.CONSULTATION_RECEIVED, n=15, unit=Unit.DAY),),
        statutory=False,
        source="SEND Code of Practice 2015, paragraph 9.83",
    ),
    ClockRule(
        id="CK10",
        name="Send the final plan",
        owner=Owner.COUNCIL,
        counts=_weeks_of_the_request(WEEKS_TO_FINAL),
        earliest=True,
        exceptions=OF_THE_COUNCIL,
        source="SEND Regulations 2014, regulation 13(2)",
    ),
    ClockRule(
        id="CK11",
        name="Have the provision of the plan in place",
        owner=Owner.COUNCIL,
        counts=tuple(Count(after=event, n=0, unit=Unit.DAY) for event in (Trigger.PLAN_MADE, Trigger.FINAL_ISSUED)),
        source="Children and Families Act 2014, section 42(2) and (3)",
    ),
    ClockRule(
        id="CK16",
        name="Answer a request for a reassessment",
        owner=Owner.COUNCIL,
        counts=(Count(after=Trigger.REASSESS_REQUEST, n=15, unit=Unit.DAY),),
        source="SEND Regulations 2014, regulation 25(1)",
        to_verify=True,
    ),
    ClockRule(
        id="CK17",
        name="Send the final plan after a reassessment",
        owner=Owner.COUNCIL,
        counts=tuple(Count(after=event, n=14, unit=Unit.WEEK) for event in (Trigger.REASSESS_NOTIFIED, Trigger.REASSESS_DECIDED)),
        earliest=True,
        exceptions=OF_THE_COUNCIL,
        source="SEND Regulations 2014, regulation 27(2)",
    ),
)
