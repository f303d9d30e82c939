"""Check what stands where, and what each part is tied to (Q01, Q02, Q04 to Q12). Law: SEND Regs 2014 regs 6, 12; domain.md 2.1, 2.4."""

import re
from collections.abc import Iterator

from permissions.vocabulary import CODES, SECTION_NAMES, Code
from plans.statute.quality.facts import Finding, ItemToCheck, PlanToCheck, Severity
from plans.statute.quality.saying import listed, months_before, plain
from plans.statute.quality.table import Rule, finding
from plans.statute.sections import MAY_STATE_NONE, Kind

# Section I has rules of its own (Q03 in a draft, Q46 in a final plan).
_MUST_SAY = tuple(code for code in CODES if code not in MAY_STATE_NONE and code is not Code.I)
_PROVISION = (Code.F, Code.G, Code.H1, Code.H2)
_FROM_YEAR_9 = 9
_ADULT_LIFE = re.compile(r"\b(adulthood|adult life|post[- ]?16|employment|independent living|PfA|careers?)\b", re.I)

# SEND Regs 2014 reg 6(1)(a) to (e); what is asked for besides, (f) and (h), differs from child to child.
ADVICE: dict[str, str] = {
    "family": "from the family",
    "educational": "educational",
    "medical": "medical",
    "psychological": "psychological",
    "social_care": "social care",
}


def _name(code: Code) -> str:
    return f"{SECTION_NAMES[code]} (Section {code})"


def _is_empty(plan: PlanToCheck, code: Code) -> bool:
    return not (plan.narrative(code).strip() or plan.of(code))


def _every_section(plan: PlanToCheck) -> Iterator[Finding]:
    for code in CODES:
        if code not in plan.sections:
            yield finding(
                plan, "Q01", about=code, wrong=f"{_name(code)} is missing.", do="Ask whoever keeps the service: a plan has all twelve."
            )
    for code in _MUST_SAY:
        if code in plan.sections and _is_empty(plan, code):
            yield finding(
                plan, "Q01", about=code, wrong=f"{_name(code)} is empty.", do="Write what belongs here. This section can’t be left out."
            )


def _says_none(plan: PlanToCheck) -> Iterator[Finding]:
    for code in CODES:
        section = plan.sections.get(code)
        if section is None or code not in MAY_STATE_NONE:
            continue
        if _is_empty(plan, code) and not section.none_identified:
            wrong, do = (
                "Nothing stands here, and it is not said that there is nothing.",
                "Write what belongs here, or tick “None identified”.",
            )
            yield finding(plan, "Q02", about=code, wrong=wrong, do=do)
        elif section.none_identified and plan.of(code):
            wrong = "It is stated that there is nothing, and yet something stands here."
            yield finding(plan, "Q02", about=code, wrong=wrong, do="Take off the tick, or take out what stands here.")


def _reports_are_whole(plan: PlanToCheck) -> Iterator[Finding]:
    for item in plan.kinds(Kind.EVIDENCE):
        facts = item.evidence
        if facts is None:
            continue
        if not facts.obtained:
            if not facts.not_obtained_reason.strip():
                wrong = "This report was not obtained, and no reason stands here."
                yield finding(plan, "Q04", about=item, wrong=wrong, do="Say why, and what is done about it.")
            continue
        # What the family writes here is itself their advice; everybody else's is a report.
        has_words = facts.has_file or (facts.advice_type == "family" and item.text.strip())
        gaps = {"the file": has_words, "who wrote it": facts.author_name, "their role": facts.author_role, "its date": facts.dated_on}
        missing = [name for name, value in gaps.items() if not value]
        if missing:
            do = "Add what is missing. The family gets every report with the draft."
            yield finding(plan, "Q04", about=item, wrong=f"This report lacks {listed(missing)}.", do=do)


def _reports_are_fresh(plan: PlanToCheck) -> Iterator[Finding]:
    oldest = months_before(plan.today, 12)
    for item in plan.kinds(Kind.EVIDENCE):
        facts = item.evidence
        if facts and facts.obtained and facts.dated_on and facts.dated_on < oldest:
            months = (plan.today.year - facts.dated_on.year) * 12 + plan.today.month - facts.dated_on.month
            months -= plan.today.day < facts.dated_on.day
            wrong = f"This report is {months} months old."
            do = "Ask for a newer one, or say why this one still holds and that its author and the family agree."
            yield finding(plan, "Q05", about=item, wrong=wrong, do=do)


def _advice_is_complete(plan: PlanToCheck) -> Iterator[Finding]:
    here = {item.evidence.advice_type for item in plan.kinds(Kind.EVIDENCE) if item.evidence}
    missing = [words for kind, words in ADVICE.items() if kind not in here]
    if missing:
        wrong = f"There is no advice of this kind, and no reason why not: {listed(missing)}."
        do = "Add the report, or an entry that says why it was not obtained. “Not known to the service” is not advice: it has to be asked for."
        yield finding(plan, "Q06", about=Code.K, wrong=wrong, do=do)
    in_k = " ".join(f"{item.text} {item.evidence.title if item.evidence else ''}" for item in plan.of(Code.K))
    if plan.year_group is not None and plan.year_group >= _FROM_YEAR_9 and not _ADULT_LIFE.search(in_k):
        wrong = "From Year 9, advice about preparing for adult life is needed. No report here speaks of it."
        do = "Add that advice: work, living independently, friends and community, health."
        yield finding(plan, "Q06", about=Code.K, wrong=wrong, do=do, severity=Severity.BLOCK if missing else Severity.WARN)


_LITTLE = frozenset(
    ("a", "an", "and", "the", "of", "from", "by", "for", "with", "in", "on", "at", "to", "see", "his", "her", "their", "kept")
) | {
    "advice",
    "report",
    "reports",
    "page",
    "pages",
}


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", plain(text).casefold())) - _LITTLE


def cites(source: str, report: ItemToCheck) -> bool:
    """Say whether words about where something comes from name a report: its title, or who wrote it. Law: SEND Regs 2014 reg 12(4)."""
    facts = report.evidence
    if facts is None:
        return False
    said, title = _words(source), _words(facts.title)
    author = _words(facts.author_name) - {"dr", "mr", "mrs", "ms"}
    kind = _words(facts.advice_type.replace("_", " ")) if facts.advice_type in ADVICE else frozenset()
    return bool(title and title <= said) or bool(author & said) or (bool(kind) and kind <= said)


def _needs_have_sources(plan: PlanToCheck) -> Iterator[Finding]:
    reports = plan.kinds(Kind.EVIDENCE)
    for item in plan.kinds(Kind.NEED):
        if not item.source.strip():
            do = "Write under “Where this comes from” which report says it, with the page."
            yield finding(plan, "Q07", about=item, wrong="It is not said which report this need comes from.", do=do)
        elif reports and not any(cites(item.source, report) for report in reports):
            wrong = "What stands under “Where this comes from” is none of the reports in Section K."
            do = "Name the report as it is called in Section K, or add the report there."
            yield finding(plan, "Q07", about=item, wrong=wrong, do=do, severity=Severity.WARN)


def _tied_to(plan: PlanToCheck, item: ItemToCheck, kind: Kind, *, back: bool = False) -> bool:
    ends = item.comes_from if back else item.leads_to
    return any(end in plan.named and plan.named[end].kind is kind for end in ends)


def _needs_have_help(plan: PlanToCheck) -> Iterator[Finding]:
    for item in plan.of(Code.B, Code.C, Code.D):
        if item.kind is Kind.NEED and not _tied_to(plan, item, Kind.PROVISION):
            weight = Severity.BLOCK if item.section is Code.B else Severity.WARN
            do = "Tie it to the help that meets it, or write that help."
            yield finding(plan, "Q08", about=item, wrong="No help is tied to this need.", do=do, severity=weight)
    for item in plan.of(*_PROVISION):
        if item.kind is Kind.PROVISION and not _tied_to(plan, item, Kind.NEED, back=True):
            do = "Tie it to the need that it meets, or write that need."
            yield finding(plan, "Q08", about=item, wrong="This help is tied to no need.", do=do, severity=Severity.WARN)


def _outcomes_are_tied(plan: PlanToCheck) -> Iterator[Finding]:
    for item in plan.kinds(Kind.OUTCOME):
        missing = []
        if not (_tied_to(plan, item, Kind.ASPIRATION, back=True) or _tied_to(plan, item, Kind.NEED, back=True)):
            missing.append("hope or need")
        if not _tied_to(plan, item, Kind.PROVISION, back=True):
            missing.append("help")
        if missing:
            wrong = f"This outcome is tied to no {' and no '.join(missing)}."
            yield finding(plan, "Q09", about=item, wrong=wrong, do="Open the outcome and choose what it comes from.")


def _hopes_are_touched(plan: PlanToCheck) -> Iterator[Finding]:
    for item in plan.kinds(Kind.ASPIRATION):
        reached, new = {item.uid}, {item.uid}
        while new:
            new = {end for uid in new for end in plan.named[uid].leads_to if end in plan.named} - reached
            reached |= new
        if not any(plan.named[uid].kind is Kind.OUTCOME for uid in reached):
            do = "See whether an outcome can take a step towards it."
            yield finding(plan, "Q10", about=item, wrong="No outcome leads towards this hope.", do=do)


def _reports_are_used(plan: PlanToCheck) -> Iterator[Finding]:
    sources = [item.source for item in plan.items if item.kind is not Kind.EVIDENCE and item.source.strip()]
    for item in plan.kinds(Kind.EVIDENCE):
        facts = item.evidence
        if facts and facts.obtained and facts.advice_type != "family" and not any(cites(source, item) for source in sources):
            wrong = "Nothing in the plan says that it comes from this report."
            do = "Read the report again: is each need and piece of help in the plan? If something was left out, say why."
            yield finding(plan, "Q11", about=item, wrong=wrong, do=do)


def _rows_have_sources(plan: PlanToCheck) -> Iterator[Finding]:
    for item in plan.kinds(Kind.PROVISION, Kind.OUTCOME):
        if not item.source.strip():
            what = "this help" if item.kind is Kind.PROVISION else "this outcome"
            do = "Write under “Where this comes from” which report says it, with the page."
            yield finding(plan, "Q12", about=item, wrong=f"It is not said whose advice {what} comes from.", do=do)


RULES: tuple[Rule, ...] = (
    _every_section,
    _says_none,
    _reports_are_whole,
    _reports_are_fresh,
    _advice_is_complete,
    _needs_have_sources,
    _needs_have_help,
    _outcomes_are_tied,
    _hopes_are_touched,
    _reports_are_used,
    _rows_have_sources,
)
