"""List the checks: what each asks, how much it weighs, and which law or source says so. Law: domain.md 6."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from permissions.vocabulary import Code
from plans.statute.quality.facts import Finding, ItemToCheck, Moment, PlanToCheck, Severity

BLOCK, WARN, INFO = Severity.BLOCK, Severity.WARN, Severity.INFO

Rule = Callable[[PlanToCheck], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """One check of the table. Law: its `source`."""

    title: str
    severity: Severity
    source: str


_CODE = "Code of Practice"
_REGS = "SEND Regulations 2014, regulation"
_ACT = "Children and Families Act 2014, section"

CHECKS: dict[str, Check] = {
    "Q01": Check("Every section is there and says something", BLOCK, f"{_REGS} 12(1)"),
    "Q02": Check("A section with nothing to say states it", BLOCK, f"{_REGS} 12(1)"),
    "Q03": Check("No school or type of school in a draft", BLOCK, f"{_ACT} 38(5)"),
    "Q04": Check("Each report has its file, author, role and date, or the reason why not", BLOCK, f"{_REGS} 12(4)"),
    "Q05": Check("Reports are not older than 12 months", WARN, "Local practice"),
    "Q06": Check("Every kind of advice that the law asks for is there", BLOCK, f"{_REGS} 6(1)"),
    "Q07": Check("Each need comes from a report", BLOCK, f"{_CODE} 9.61"),
    "Q08": Check("Each need has help, each piece of help a need", BLOCK, f"{_ACT} 37(2); {_CODE} 9.69"),
    "Q09": Check("Each outcome comes from a hope or need, and from help", WARN, f"{_CODE} 9.66"),
    "Q10": Check("Each hope is touched by an outcome", INFO, f"{_CODE} 9.64"),
    "Q11": Check("Every report is used in the plan", WARN, f"{_REGS} 12(4)"),
    "Q12": Check("Help and outcomes say whose advice they come from", WARN, f"{_CODE} 9.61"),
    "Q13": Check("No vague words in what is provided", WARN, f"{_CODE} 9.69"),
    "Q14": Check("Help says who, how often, how long, where and when", WARN, f"{_CODE} 9.69"),
    "Q15": Check("Groups have a size, adults a role and training, numbers a unit", WARN, f"{_CODE} 9.69"),
    "Q16": Check("Amounts are amounts, not ranges", WARN, f"{_CODE} 9.69"),
    "Q17": Check("Speech and language therapy is not in health provision only", WARN, f"{_CODE} 9.74"),
    "Q18": Check("Help under the 1970 Act ends at 18", BLOCK, f"{_ACT} 37(2)(e)"),
    "Q19": Check("Short breaks stand in the right section", WARN, f"{_CODE} 9.69"),
    "Q20": Check("From Year 9 the plan prepares for adult life", WARN, f"{_CODE} 8.10, 9.69"),
    "Q21": Check("Each outcome says by when", WARN, f"{_CODE} 9.66"),
    "Q22": Check("Each outcome can be measured", WARN, f"{_CODE} 9.66"),
    "Q23": Check("Outcomes are not help in other words", WARN, f"{_CODE} 9.66"),
    "Q24": Check("Outcomes speak of the child, not of the service", WARN, f"{_CODE} 9.66"),
    "Q25": Check("Outcome dates lie ahead, within the phase", WARN, f"{_CODE} 9.66"),
    "Q26": Check("Three to ten outcomes", INFO, "Local practice"),
    "Q27": Check("Shorter-term targets and checking progress are arranged", WARN, f"{_REGS} 12(1); {_CODE} 9.69"),
    "Q28": Check("The child’s and the parents’ views are there", WARN, f"{_REGS} 12(1)(a); {_CODE} 9.69"),
    "Q29": Check("Everybody’s own words say whose they are", BLOCK, f"{_CODE} 9.69"),
    "Q30": Check("No help stands in Section A only", INFO, f"{_CODE} 9.69"),
    "Q31": Check("Names, ages and years are this child’s", BLOCK, "Quality of plans: copied words"),
    "Q32": Check("Roles, not names, in provision", INFO, "Quality of plans"),
    "Q33": Check("Plain words and short sentences", INFO, f"{_CODE} 9.61"),
    "Q34": Check("Words for how severe a need is are defined", WARN, "Quality of plans"),
    "Q35": Check("Kind words", INFO, "Quality of plans"),
    "Q36": Check("Nothing stands twice, no amount contradicts another", WARN, f"{_CODE} 9.61"),
    "Q37": Check("Strengths stand beside the needs", INFO, "Quality of plans"),
    "Q38": Check("A diagnosis says what it means for the child", WARN, f"{_CODE} 9.69"),
    "Q39": Check("Health and social care have agreed their parts", BLOCK, f"{_REGS} 12(2)"),
    "Q40": Check("A direct payment says which needs and outcomes it meets", BLOCK, f"{_REGS} 12(1)(j)"),
    "Q41": Check("Details of child protection stand with consent", WARN, f"{_CODE} 9.69"),
    "Q42": Check("Each change since the draft comes from the family’s answer", BLOCK, f"{_REGS} 14(1)"),
    "Q43": Check("Everything the family said is answered", BLOCK, f"{_REGS} 13, 14"),
    "Q44": Check("The notice says all that it must", BLOCK, f"{_REGS} 13(1), 14(2), 22(2)"),
    "Q45": Check("Signed, dated, with its version and the day of the next review", BLOCK, f"{_REGS} 12(3); {_ACT} 44"),
    "Q46": Check("The named school was consulted", BLOCK, f"{_ACT} 39"),
    "Q47": Check("Nothing about other people that need not be there", WARN, f"{_REGS} 17; UK GDPR article 5"),
    "Q49": Check("Translation or another format that was asked for is there", WARN, "Equality Act 2010, section 20"),
    "Q50": Check("Each proposed change has its evidence", BLOCK, f"{_REGS} 22(2)(a)"),
    "Q52": Check("The kind of need is set, at most two", WARN, "SEN2 return"),
    "Q53": Check("The help fits into the week", INFO, "Arithmetic"),
}

# What no rule decides, and who or what does.
NOT_BY_RULE: dict[str, str] = {
    "Q48": "Whether a document can be read by everybody is proved on the finished file: the templates make it so, and a validator checks each kind of document.",
    "Q51": "Progress against each outcome stands in the report of an annual review, which the person who decides reads beside the plan.",
}

# Law: domain.md 6: a leader may override a BLOCK with a stored reason, but never these; Q03 on a first draft and Q39 for G are added by `may_override`.
NEVER_OVERRIDDEN = frozenset({"Q18", "Q42", "Q43", "Q44", "Q46"})

# Law: Children and Families Act 2014 s.38(5); SEND Regs 2014 reg 27(1) brings the same ban into a reassessment.
PLACE_IS_BANNED_BY_LAW = frozenset({Moment.FIRST_DRAFT, Moment.REASSESSMENT})


def may_override(check: str, moment: Moment, section: Code | None = None) -> bool:
    """Say whether a leader may override this BLOCK with a stored reason. Law: domain.md 6, after the table."""
    if check in NEVER_OVERRIDDEN or (check == "Q39" and section is Code.G):
        return False
    return not (check == "Q03" and moment in PLACE_IS_BANNED_BY_LAW)


def finding(
    plan: PlanToCheck,
    check: str,
    *,
    wrong: str,
    do: str,
    about: ItemToCheck | Code | None = None,
    severity: Severity | None = None,
    for_council: bool = False,
    stands_on: str | None = None,
) -> Finding:
    """Write down what a rule found about an item, a section or the whole plan. Law: the source of its check."""
    item = about if isinstance(about, ItemToCheck) else None
    section = item.section if item else about if isinstance(about, Code) else None
    row = CHECKS[check]
    return Finding(
        id=check,
        severity=severity or row.severity,
        source=row.source,
        wrong=wrong,
        do=do,
        section=section,
        item=item.uid if item else None,
        stands_on=_words(plan, item, section, wrong) if stands_on is None else stands_on,
        overridable=may_override(check, plan.moment, section),
        for_council=for_council,
        moment=plan.moment,
    )


def _words(plan: PlanToCheck, item: ItemToCheck | None, section: Code | None, wrong: str) -> str:
    """Give the words on which a finding stands: those of the item, or of the section, or else what is wrong."""
    if item:
        return "\x1e".join((item.text, item.source, repr(item.facts)))
    if section and section in plan.sections:
        return "\x1e".join((wrong, plan.narrative(section), str(plan.sections[section].none_identified)))
    return wrong


def one_each(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep one finding a check, section and item: what two rules say about the same words is said together, as the heavier of both. Law: domain.md 6."""
    order = list(Severity)
    kept: dict[tuple[str, Code | None, UUID | None], Finding] = {}
    for new in findings:
        place = (new.id, new.section, new.item)
        old = kept.get(place)
        if old is None:
            kept[place] = new
            continue
        heavier = min(old, new, key=lambda one: order.index(one.severity))
        kept[place] = replace(
            heavier,
            wrong=f"{old.wrong} {new.wrong}",
            do=old.do if new.do in old.do else f"{old.do} {new.do}",
            stands_on=f"{old.stands_on}\x1d{new.stands_on}",
            for_council=old.for_council or new.for_council,
        )
    return tuple(kept.values())
