"""Check Section A: whose views are there, whose words they are (Q28 to Q30). Law: SEND Regs 2014 reg 12(1)(a); Code of Practice 9.69; domain.md 2.1."""

import re
from collections.abc import Iterator

from permissions.vocabulary import Code
from plans.statute.quality.facts import Finding, PlanToCheck, Severity
from plans.statute.quality.provision import PROVIDED
from plans.statute.quality.saying import listed, plain, quoted, unquoted
from plans.statute.quality.table import Rule, finding
from plans.statute.sections import Kind

_CHILD = ("child", "young_person")
_COMMUNICATES = re.compile(
    r"\b(?:communicat\w*|how to (?:talk|speak|listen)|talk(?:s|ing)? (?:with|to)|sign(?:s|ing)|symbols|pictures?|speaks?|Makaton|PECS)\b",
    re.I,
)
_HISTORY = re.compile(
    r"\b(?:born|premature|weeks early|history|when (?:he|she|they) (?:was|were|started)|walked at|first words?|diagnos\w+|reception|nursery|moved|years? ago|as a baby"
    r"|health visitor|since (?:he|she|they|birth))\b",
    re.I,
)


def _views_are_there(plan: PlanToCheck) -> Iterator[Finding]:
    voices = plan.kinds(Kind.VOICE)
    if not voices and not plan.of(Code.A) and not plan.narrative(Code.A).strip():
        return  # an empty section is said by Q01
    speakers = {item.voice.speaker for item in voices if item.voice}
    said = plain("\n".join([plan.narrative(Code.A), plan.child.communication, *(item.text for item in plan.of(Code.A))]))
    views = {"the child’s own view": bool(speakers & set(_CHILD)), "a parent’s view": "parent" in speakers}
    rest = {
        "a hope for the future": bool(plan.kinds(Kind.ASPIRATION)),
        "how to talk with the child": bool(_COMMUNICATES.search(said)) or bool(plan.child.communication.strip()),
        "the story so far": bool(_HISTORY.search(said)),
    }
    missing = [name for name, is_there in (views | rest).items() if not is_there]
    if missing:
        weight = Severity.WARN if any(views.values()) else Severity.BLOCK
        do = "Ask for it, or say why it is not there: nobody has to say anything, but everybody has to be asked."
        yield finding(plan, "Q28", about=Code.A, wrong=f"Missing here: {listed(missing)}.", do=do, severity=weight)


_I_SAY = re.compile(r"(?:^|[.!?]\s+|\n|[,;]\s|\band\s)(?:I|I'm|I'll|I'd|I've|[Mm]y)\s+(?-i:[a-z])")


def _words_have_a_speaker(plan: PlanToCheck) -> Iterator[Finding]:
    if _I_SAY.search(unquoted(plan.narrative(Code.A))):
        do = "Put these words into a voice, which says whose they are and how they were gathered."
        yield finding(plan, "Q29", about=Code.A, wrong="Somebody says “I” here, and it is not said who.", do=do)
    for item in plan.kinds(Kind.VOICE):
        facts = item.voice
        if facts and not (facts.speaker and facts.speaker_name.strip()) and _I_SAY.search(unquoted(item.text)):
            yield finding(plan, "Q29", about=item, wrong="Somebody says “I” here, and it is not said who.", do="Say whose words these are.")
    for item in plan.of(Code.A):
        if item.uid in plan.later.altered_after_approval:
            do = "Show it to them again, or put back the words that they approved."
            yield finding(plan, "Q29", about=item, wrong="These words were changed after those who said them had approved them.", do=do)


_HELP = re.compile(
    r"\b(?:(?:speech|language|occupational|physio|play|art|music)[ -]?therap\w+|physiotherap\w+|teaching assistants?|one[- ]to[- ]one|1:1|laptop|ear defenders|"
    r"counselling|mentor\w*|sessions?|hours a (?:day|week)|transport|taxi|visual timetable|quiet (?:place|room)|respite|short breaks?)\b",
    re.I,
)


def _no_help_in_a_only(plan: PlanToCheck) -> Iterator[Finding]:
    texts = [text for item in plan.of(*PROVIDED) for text in (item.text, item.provision.delivered_by if item.provision else "")]
    provided = plain("\n".join([*(plan.narrative(code) for code in PROVIDED), *texts])).casefold()
    for item in plan.of(Code.A):
        found = [
            match.group() for match in _HELP.finditer(plain(item.text)) if match.group().casefold().split()[0].rstrip("s") not in provided
        ]
        if found:
            wrong = f"Help is named here and nowhere in Sections F to H: {quoted(found)}."
            yield finding(
                plan,
                "Q30",
                about=item,
                wrong=wrong,
                do="These words stay as they are. If the help is to be given, write it where it counts: Section F, G or H.",
            )


RULES: tuple[Rule, ...] = (_views_are_there, _words_have_a_speaker, _no_help_in_a_only)
