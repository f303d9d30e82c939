"""Set down the clocks of mediation, appeals and orders of the Tribunal: CK12 to CK15 and CK42 to CK46 of domain.md 1.2."""

from datetime import date

from plans.statute.clock_rules import About, ClockRule, Condition, Count, Given, Owner, Trigger, Unit

RULES_OF_THE_TRIBUNAL = "Tribunal Procedure (First-tier Tribunal) (Health, Education and Social Care Chamber) Rules 2008, rule 20"
# The steps that an order asks for, in weeks: the same for an appeal that the council no longer opposes.
_AMEND = ((5, "the amended plan"),)
_SETTING = ((2, "the plan that names the school or other setting"),)
_PLAN = ((5, "the draft plan"), (11, "the final plan"))
_ASSESS = ((2, "the notice that there will be an assessment"), (10, "the decision that no plan will be issued"), (14, "the final plan"))


def _is_about(about: About) -> Condition:
    def condition(given: Given) -> bool:
        return given.facts.appeal_about is about

    return condition


def _steps(event: Trigger, steps: tuple[tuple[int, str], ...], applies_if: Condition | None = None) -> tuple[Count, ...]:
    return tuple(Count(after=event, n=weeks, unit=Unit.WEEK, step=step, applies_if=applies_if) for weeks, step in steps)


CLOCKS = (
    ClockRule(
        id="CK12",
        name="The family asks a mediation adviser",
        owner=Owner.FAMILY,
        counts=(Count(after=Trigger.DECISION_NOTICE_SENT, n=2, unit=Unit.MONTH),),
        source="SEND Regulations 2014, regulation 33",
    ),
    ClockRule(
        id="CK13",
        name="Give the family the mediation certificate",
        owner=Owner.MEDIATION_ADVISER,
        counts=(Count(after=Trigger.CERTIFICATE_REQUESTED, n=3, unit=Unit.WORKING_DAY),),
        source="SEND Regulations 2014, regulations 34 and 39",
        to_verify=True,
    ),
    ClockRule(
        id="CK14",
        name="Hold the mediation meeting",
        owner=Owner.COUNCIL,
        counts=(Count(after=Trigger.MEDIATION_REQUESTED, n=30, unit=Unit.DAY),),
        source="Children and Families Act 2014, sections 53 and 54; SEND Regulations 2014, regulation 36",
        to_verify=True,
    ),
    ClockRule(
        id="CK15",
        name="The family appeals to the SEND Tribunal",
        owner=Owner.FAMILY,
        counts=(
            Count(after=Trigger.DECISION_NOTICE_SENT, n=2, unit=Unit.MONTH, step="two months from the notice of the decision"),
            Count(after=Trigger.CERTIFICATE_DATED, n=1, unit=Unit.MONTH, step="one month from the mediation certificate"),
        ),
        source=RULES_OF_THE_TRIBUNAL,
    ),
    ClockRule(
        id="CK42",
        name="Amend the plan as the Tribunal ordered",
        owner=Owner.COUNCIL,
        counts=(*_steps(Trigger.TRIBUNAL_AMEND_ORDER, _AMEND), *_steps(Trigger.TRIBUNAL_SETTING_ORDER, _SETTING)),
        source="SEND Regulations 2014, regulation 44(2)",
    ),
    ClockRule(
        id="CK43",
        name="Send the final plan that the Tribunal ordered",
        owner=Owner.COUNCIL,
        counts=_steps(Trigger.TRIBUNAL_PLAN_ORDER, _PLAN),
        source="SEND Regulations 2014, regulation 44(2)",
    ),
    ClockRule(
        id="CK44",
        name="Send the final plan after the assessment that the Tribunal ordered",
        owner=Owner.COUNCIL,
        counts=_steps(Trigger.TRIBUNAL_ASSESS_ORDER, _ASSESS),
        source="SEND Regulations 2014, regulation 44(2)",
    ),
    ClockRule(
        id="CK45",
        name="Do what an appeal asked for that the council no longer opposes",
        owner=Owner.COUNCIL,
        counts=(
            *_steps(Trigger.APPEAL_CONCEDED, _AMEND, _is_about(About.AMEND)),
            *_steps(Trigger.APPEAL_CONCEDED, _SETTING, _is_about(About.SETTING)),
            *_steps(Trigger.APPEAL_CONCEDED, _PLAN, _is_about(About.PLAN)),
            *_steps(Trigger.APPEAL_CONCEDED, _ASSESS, _is_about(About.ASSESS)),
        ),
        source="SEND Regulations 2014, regulation 45",
        # As the Special Educational Needs and Disability (Amendment) Regulations 2015, regulation 8, have it.
        effective_from=date(2015, 3, 23),
    ),
    ClockRule(
        id="CK46",
        name="Answer what the Tribunal recommends on health or social care",
        owner=Owner.HEALTH,
        counts=(Count(after=Trigger.RECOMMENDATION_SENT, n=5, unit=Unit.WEEK),),
        source="Special Educational Needs and Disability (First-tier Tribunal Recommendations Power) Regulations 2017",
        effective_from=date(2018, 4, 3),
        to_verify=True,
    ),
)
