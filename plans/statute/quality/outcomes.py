"""Check outcomes, and what prepares for adult life (Q20 to Q27). Law: Code of Practice 8.10, 9.64 to 9.69; SEND Regs 2014 reg 12(1)."""

import re
from collections.abc import Iterator
from datetime import date

from permissions.vocabulary import Code
from plans.statute.quality.facts import Finding, ItemToCheck, OutcomeFacts, PlanToCheck
from plans.statute.quality.saying import listed, plain, quoted, unquoted
from plans.statute.quality.table import Rule, finding
from plans.statute.sections import Kind

ADULT_LIFE: dict[str, re.Pattern[str]] = {
    "work": re.compile(
        r"\b(?:work experience|employment|employ\w+|apprentice\w*|internship|jobs?|careers?|university|higher education)\b", re.I
    ),
    "living independently": re.compile(
        r"\b(?:independent living|liv\w+ independently|own home|cook\w*|budget\w*|money|shopping|laundry|travel\w* (?:alone|independently|by (?:him|her|them)sel\w+)"
        r"|travel training|independen(?:t|ce|tly))\b",
        re.I,
    ),
    "friends and community": re.compile(r"\b(?:friend\w*|communit(?:y|ies)|clubs?|relationships?|volunteer\w*|social life|voting)\b", re.I),
    "health": re.compile(r"\b(?:health\w*|GP|doctor|dentist|medicine|medication|annual health check|exercise|sleep|diet)\b", re.I),
}


def _outcomes(plan: PlanToCheck) -> Iterator[tuple[ItemToCheck, OutcomeFacts]]:
    for item in plan.kinds(Kind.OUTCOME):
        yield item, item.outcome or OutcomeFacts()


def _adult_life(plan: PlanToCheck) -> Iterator[Finding]:
    if plan.year_group is None or plan.year_group < 9:
        return
    codes = (Code.E, Code.F, Code.G, Code.H1, Code.H2)
    said = plain("\n".join([*(plan.narrative(code) for code in codes), *(item.text for item in plan.of(*codes))]))
    missing = [strand for strand, pattern in ADULT_LIFE.items() if not pattern.search(said)]
    if missing:
        wrong = f"From Year 9 the plan prepares for adult life. Outcomes and help say nothing of {listed(missing)}."
        yield finding(
            plan, "Q20", about=Code.E, wrong=wrong, do="Add an outcome and help for it, or say why it is not needed yet.", stands_on=said
        )


_BY = re.compile(
    r"\bby (?:the (?:end|start|beginning|time|summer|spring|autumn|next|annual)\b|(?:year|key stage|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|summer|spring|autumn|easter|christmas)\b|\d)|\b(?:at|before) the end of\b"
    r"|\bwithin (?:\d+|one|two|three|six|nine|twelve|a) (?:weeks?|months?|terms?|years?)\b",
    re.I,
)


def _by_when(plan: PlanToCheck) -> Iterator[Finding]:
    for item, facts in _outcomes(plan):
        if not (facts.by_on or facts.by_phase.strip() or _BY.search(plain(item.text))):
            yield finding(plan, "Q21", about=item, wrong="It is not said by when.", do="Give a date, or the end of a year or phase.")


_WEAK = re.compile(
    r"\b(?:improv\w+|develop\w*|understand(?:s|ing)?|continu\w+|access(?:es|ing)?|increas\w+ (?:in )?(?:his |her |their )?(?:confidence|independence|awareness|skills?)"
    r"|more confident|better|make progress|enhanc\w+|be aware|engag\w+|participat\w+|feel(?:s)? (?:more )?(?:confident|included|safe))\b",
    re.I,
)


def _can_be_measured(plan: PlanToCheck) -> Iterator[Finding]:
    for item, facts in _outcomes(plan):
        if facts.measure.strip() and facts.target.strip():
            continue
        weak = [match.group() for match in _WEAK.finditer(unquoted(item.text))]
        missing = [
            name
            for name, value in {"how it is measured": facts.measure, "what is to be reached": facts.target}.items()
            if not value.strip()
        ]
        if weak:
            wrong = f"Nobody could tell when this is reached: {quoted(weak)}, and it is not said {' and '.join(missing)}."
            yield finding(plan, "Q22", about=item, wrong=wrong, do="Say what one would see or count, from where to where.")
        elif len(missing) == 2:
            do = "Say what one would see or count, and how much of it is enough."
            yield finding(plan, "Q22", about=item, wrong="It is not said how one knows that this is reached.", do=do)


_HELP = re.compile(
    r"\b(?:will (?:receive|be given|be provided with|get|have access to|be offered|be supported by)|receives?\b|sessions?\b"
    r"|(?:TA|LSA|1:1|one[- ]to[- ]one|adult|teaching assistant) support"
    r"|support from|hours? of (?:support|help|therapy)|therapy\b|intervention programmes?|small[- ]group work)",
    re.I,
)


def _is_no_help(plan: PlanToCheck) -> Iterator[Finding]:
    for item, _facts in _outcomes(plan):
        found = [match.group() for match in _HELP.finditer(unquoted(item.text))]
        if found:
            do = "Say what will be different for the child. The help itself stands in Section F, G or H."
            yield finding(plan, "Q23", about=item, wrong=f"This says what help is given, not what comes of it: {quoted(found)}.", do=do)


_SERVICE = re.compile(
    r"\b(?:the |his |her |their )?(?:school|setting|college|nursery|staff|adults?|teachers?|teaching assistants?|therapists?|parents?|professionals?"
    r"|council|local authority|SENCo)"
    r" (?:will|should|must|to|are to|is to)\b|^\W*(?:to )?(?:provide|ensure|support|offer|deliver|monitor|arrange|give|encourage)\b",
    re.I,
)


def _speaks_of_the_child(plan: PlanToCheck) -> Iterator[Finding]:
    for item, _facts in _outcomes(plan):
        found = _SERVICE.search(unquoted(item.text).strip())
        if found:
            do = "Begin with the child: what the child does, or how life is for the child, when this is reached."
            yield finding(plan, "Q24", about=item, wrong=f"This says what a service does: “{found.group().strip()}”.", do=do)


# The last year group of each phase: early years, infants, juniors, key stage 3, key stage 4, sixth form.
_LAST_YEARS = (0, 2, 6, 9, 11, 13)
_YEAR = re.compile(r"\byear (\d{1,2})\b", re.I)


def phase_ends_on(today: date, year_group: int) -> date | None:
    """Give the last day of the phase in which a child of this year group is; None beyond the sixth form. Law: Education Act 1996 s.2, s.579; Code of Practice 9.69."""
    last = next((year for year in _LAST_YEARS if year_group <= year), None)
    if last is None:
        return None
    school_year_ends = today.year + (today.month >= 9)
    return date(school_year_ends + last - year_group, 8, 31)


def _dates_lie_ahead(plan: PlanToCheck) -> Iterator[Finding]:
    ends = phase_ends_on(plan.today, plan.year_group) if plan.year_group is not None else None
    for item, facts in _outcomes(plan):
        named = _YEAR.search(facts.by_phase)
        if (facts.by_on and facts.by_on < plan.today) or (named and plan.year_group is not None and int(named[1]) < plan.year_group):
            yield finding(
                plan,
                "Q25",
                about=item,
                wrong="The day by which this is to be reached has passed.",
                do="Say by when from now, or take it out.",
            )
        elif facts.by_on and ends and facts.by_on > ends and not facts.steps.strip():
            wrong = "This lies beyond the end of the phase, without a step on the way."
            yield finding(
                plan, "Q25", about=item, wrong=wrong, do="Write under “Steps on the way” what is reached by the end of this phase."
            )


def _how_many(plan: PlanToCheck) -> Iterator[Finding]:
    number = len(plan.kinds(Kind.OUTCOME))
    if 0 < number < 3:
        yield finding(
            plan,
            "Q26",
            about=Code.E,
            wrong=f"There {'is only one outcome' if number == 1 else 'are only two outcomes'}.",
            do="See whether each hope has one.",
        )
    elif number > 10:
        yield finding(
            plan,
            "Q26",
            about=Code.E,
            wrong=f"There are {number} outcomes.",
            do="See whether some belong together: most plans have three to ten.",
        )


_TARGETS = re.compile(r"\b(?:short(?:er)?[- ]?term|targets?|small steps?|steps?|interim)\b", re.I)
_CHECKED = re.compile(r"\b(?:check\w*|review\w*|monitor\w*|look\w* at|measur\w+|meets? each|every (?:half )?term)\b", re.I)


def _targets_are_arranged(plan: PlanToCheck) -> Iterator[Finding]:
    outcomes = list(_outcomes(plan))
    if not outcomes:
        return
    said = plain(plan.narrative(Code.E))
    missing = []
    if not (_TARGETS.search(said) or all(facts.steps.strip() for _item, facts in outcomes)):
        missing.append("who sets shorter-term targets, and when")
    if not (_CHECKED.search(said) or all(facts.monitored_by.strip() for _item, facts in outcomes)):
        missing.append("who checks progress, and when")
    if missing:
        do = "Write it in the section’s own words, or in each outcome under “Steps on the way” and “Looked at by”."
        yield finding(plan, "Q27", about=Code.E, wrong=f"It is not said {' nor '.join(missing)}.", do=do)


RULES: tuple[Rule, ...] = (
    _adult_life,
    _by_when,
    _can_be_measured,
    _is_no_help,
    _speaks_of_the_child,
    _dates_lie_ahead,
    _how_many,
    _targets_are_arranged,
)
