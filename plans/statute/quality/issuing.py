"""Check what must be so on the day of the issue (Q18, Q19, Q39, Q40, Q42 to Q46, Q49, Q50, Q52). What only later acts know is handed in.

Law: Children and Families Act 2014 s.37, 39, 44; SEND Regs 2014 regs 12 to 14, 22; domain.md 1.6, 2.1, 6.
"""

import re
from collections.abc import Iterator

from permissions.vocabulary import Code
from plans.statute.quality.facts import Finding, Moment, PlanToCheck, Severity
from plans.statute.quality.saying import listed, plain, quoted, years_old
from plans.statute.quality.table import Rule, finding
from plans.statute.sections import Kind

ADULT = 18


def _age(plan: PlanToCheck) -> int:
    return years_old(plan.child.born_on, plan.issue_on or plan.today)


def _h1_ends_at_18(plan: PlanToCheck) -> Iterator[Finding]:
    if _age(plan) < ADULT:
        return
    wrong = "The young person is 18 on the day of issue. Section H1 is for children and young people under 18."
    for item in plan.of(Code.H1):
        yield finding(
            plan, "Q18", about=item, wrong=wrong, do="Move it to Section H2. Adult social care decides about it under the Care Act 2014."
        )
    if plan.narrative(Code.H1).strip():
        yield finding(plan, "Q18", about=Code.H1, wrong=wrong, do="Move what stands here to Section H2.")


_OVERNIGHT = re.compile(
    r"\b(?:residential (?:short )?breaks?|overnight|residential respite|stays? (?:away )?(?:for )?(?:a|one|two|\d+) nights?|nights? away|\d+ nights?)\b",
    re.I,
)
_NOT_OVERNIGHT = re.compile(r"\b(?:no|not|never|without)\b[^.]{0,20}$", re.I)
_ACT_OF_1970 = re.compile(
    r"\b(?:day short breaks?|non-?residential|adaptations? (?:to|of)|adapting the home|meals (?:at home|on wheels)"
    r"|practical (?:help|assistance) (?:in|at) (?:the |his |her |their )?home"
    r"|holiday (?:scheme|club|play)|telephone|Chronically Sick|section 2 of the 1970|help (?:with|to) (?:travel|take part)|grab rails?|hoists?|stair ?lift)\b",
    re.I,
)


def _short_breaks_stand_right(plan: PlanToCheck) -> Iterator[Finding]:
    for item in plan.of(Code.H1):
        found = [
            match.group() for match in _OVERNIGHT.finditer(plain(item.text)) if not _NOT_OVERNIGHT.search(plain(item.text)[: match.start()])
        ]
        if found:
            wrong = f"A short break overnight stands in Section H1: {quoted(found)}."
            yield finding(plan, "Q19", about=item, wrong=wrong, do="Residential short breaks belong in Section H2.")
    if _age(plan) >= ADULT:
        return
    for item in plan.of(Code.H2):
        found = [match.group() for match in _ACT_OF_1970.finditer(plain(item.text))]
        if found:
            wrong = f"Help under section 2 of the 1970 Act seems to stand in Section H2: {quoted(found)}."
            yield finding(
                plan,
                "Q19",
                about=item,
                wrong=wrong,
                do="For a child under 18 it belongs in Section H1. If it is given under another law, say which.",
            )


def _others_agreed(plan: PlanToCheck) -> Iterator[Finding]:
    if not plan.moment.is_final:
        return
    if plan.of(Code.G) and not plan.later.health_agreed:
        do = "Ask the designated clinical officer. What health does not agree is taken out, and the family is told so."
        yield finding(
            plan, "Q39", about=Code.G, wrong="Health has not agreed this section as it stands.", do=do, stands_on=_all_of(plan, Code.G)
        )
    for code in (Code.H1, Code.H2):
        if plan.of(code) and not plan.later.care_agreed:
            do = "Ask the designated social care officer."
            yield finding(
                plan, "Q39", about=code, wrong="Social care has not agreed this section as it stands.", do=do, stands_on=_all_of(plan, code)
            )


def _all_of(plan: PlanToCheck, code: Code) -> str:
    return "\x1e".join([plan.narrative(code), *(f"{item.text}{item.facts!r}" for item in plan.of(code))])


def _direct_payments_say_why(plan: PlanToCheck) -> Iterator[Finding]:
    for item in plan.of(Code.J):
        if not item.budget or item.budget.how != "direct_payment":
            continue
        said = plain(f"{item.text} {item.budget.purpose} {plan.narrative(Code.J)}")
        patterns = {"which needs": r"\bneeds?\b", "which outcomes": r"\boutcomes?\b"}
        missing = [name for name, pattern in patterns.items() if not re.search(pattern, said, re.I)]
        if missing:
            wrong = f"A direct payment stands here, and it is not said {' and '.join(missing)} it meets."
            yield finding(
                plan, "Q40", about=item, wrong=wrong, do="Say which special educational needs and which outcomes the payment is for."
            )


def _changes_have_origin(plan: PlanToCheck) -> Iterator[Finding]:
    if not plan.moment.is_final:
        return
    changed = plan.later.changes_without_origin
    if changed is None:
        wrong = "Nobody has compared this plan with the draft that was sent."
        yield finding(
            plan, "Q42", wrong=wrong, do="Compare them. Each change comes from an answer of the family, or the draft is sent again."
        )
        return
    for code in changed:
        wrong = "This section was changed since the draft was sent, and not because of what the family said."
        yield finding(plan, "Q42", about=code, wrong=wrong, do="Undo the change, or send the draft again: the family then has 15 new days.")


def _answers_are_answered(plan: PlanToCheck) -> Iterator[Finding]:
    if not plan.moment.is_final or plan.later.answers_open == 0:
        return
    left = plan.later.answers_open
    wrong = (
        "It is not known whether everything that the family said is answered."
        if left is None
        else f"{left} of the family’s points {'is' if left == 1 else 'are'} not answered."
    )
    yield finding(plan, "Q43", wrong=wrong, do="Answer each suggestion and question, with a reason that the family reads.")


def _notice_is_complete(plan: PlanToCheck) -> Iterator[Finding]:
    missing = plan.later.notice_missing
    if missing:
        do = "Fill in what is missing. Without it the notice is not lawful."
        yield finding(plan, "Q44", wrong=f"The notice does not say: {listed(missing)}.", do=do)
    elif missing is None and plan.moment.is_final:
        yield finding(
            plan, "Q44", wrong="There is no notice to go with the plan yet.", do="Make the notice and look at it before the plan goes out."
        )


def _is_signed(plan: PlanToCheck) -> Iterator[Finding]:
    if not plan.moment.is_final:
        return
    later = plan.later
    said = {
        "the signature": later.signed,
        "its date": later.dated,
        "the version": later.says_version,
        "the day of the next review": later.review_due_on,
    }
    if plan.moment is Moment.AMENDED_FINAL:
        said["which plan it replaces"] = later.says_what_it_replaces
    missing = [name for name, value in said.items() if not value]
    if missing:
        yield finding(
            plan, "Q45", wrong=f"Still missing: {listed(missing)}.", do="Somebody with the power for it signs and dates the plan."
        )


def _named_school_was_asked(plan: PlanToCheck) -> Iterator[Finding]:
    if not plan.moment.is_final:
        return
    places = [item for item in plan.of(Code.I) if item.kind is Kind.PLACEMENT]
    later = plan.later
    if not places and not later.educated_otherwise:
        do = "Name the school and its type, or the type alone. Where the child is educated otherwise than at school, record that decision."
        yield finding(plan, "Q46", about=Code.I, wrong="Section I names neither a school nor a type of school.", do=do)
    for item in places:
        named = bool(item.placement and item.placement.name.strip())
        if named and not later.setting_consulted:
            wrong = "It is not recorded that this school was consulted."
            yield finding(
                plan, "Q46", about=item, wrong=wrong, do="Consult it with the draft, and wait for its answer or for the end of its 15 days."
            )
        elif named and not later.reply_or_lapse:
            wrong = "Neither the school’s answer nor the end of its time is recorded."
            yield finding(
                plan,
                "Q46",
                about=item,
                wrong=wrong,
                do="Record the answer. If none came by the last day, record that: silence is no consent.",
            )


def _formats_are_made(plan: PlanToCheck) -> Iterator[Finding]:
    missing = [one for one in plan.child.formats_asked if one not in (plan.later.formats_made or frozenset())]
    if missing:
        wrong = f"Somebody needs the plan in another form, and it is not there: {listed(missing)}."
        yield finding(
            plan, "Q49", wrong=wrong, do="Have it made, and say by when the family gets it. The clock of the draft does not wait for it."
        )


def _changes_have_evidence(plan: PlanToCheck) -> Iterator[Finding]:
    if plan.moment is not Moment.AMENDMENT:
        return
    changed = plan.later.changes_without_evidence
    if changed is None:
        yield finding(
            plan,
            "Q50",
            wrong="It is not said which evidence each proposed change rests on.",
            do="Tie each change to a report in Section K.",
        )
        return
    for code in changed:
        wrong = "A change is proposed here without its evidence."
        yield finding(plan, "Q50", about=code, wrong=wrong, do="Add the report on which it rests. A copy goes with the notice.")


NEED_CODES = frozenset({"SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD", "ASD", "DS", "OTH"})
_MOST_NEEDS = 2


def _need_is_coded(plan: PlanToCheck) -> Iterator[Finding]:
    codes = plan.later.need_codes
    if codes is None:
        if plan.moment.is_final:
            yield finding(
                plan,
                "Q52",
                about=Code.B,
                wrong="The primary need is not recorded.",
                do="Record it for the yearly return: one, or two in their order.",
            )
        return
    wrong = []
    if not 1 <= len(codes) <= _MOST_NEEDS or len(set(codes)) != len(codes):
        wrong.append("The return takes one or two different kinds of need.")
    unknown = [code for code in codes if code not in NEED_CODES]
    if unknown:
        wrong.append(f"The return does not know {quoted(unknown)}.")
    if wrong:
        yield finding(
            plan, "Q52", about=Code.B, wrong=" ".join(wrong), do="Choose the primary need, and at most one more.", severity=Severity.WARN
        )


RULES: tuple[Rule, ...] = (
    _h1_ends_at_18,
    _short_breaks_stand_right,
    _others_agreed,
    _direct_payments_say_why,
    _changes_have_origin,
    _answers_are_answered,
    _notice_is_complete,
    _is_signed,
    _named_school_was_asked,
    _formats_are_made,
    _changes_have_evidence,
    _need_is_coded,
)
