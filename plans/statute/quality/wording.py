"""Check how the plan speaks (Q33 to Q35, Q37, Q38). Law: Code of Practice 9.61: clear, concise, understandable; positive about what the child can do."""

import re
from collections.abc import Iterator

from permissions.vocabulary import Code
from plans.statute.quality.facts import Finding, ItemToCheck, PlanToCheck
from plans.statute.quality.saying import listed, plain, quoted, sentences, shortened, unquoted
from plans.statute.quality.table import Rule, finding
from plans.statute.sections import Kind

_COUNCILS = (Code.B, Code.C, Code.D, Code.E, Code.F, Code.G, Code.H1, Code.H2, Code.J)
LONGEST_SENTENCE = 40
# From so many long sentences on a section is hard to read (domain.md 6 counts more than 25 words as long).
_LONG, _MANY = 25, 3
_ACRONYM = re.compile(r"\b(?:[A-Z]{2,6}s?|[A-Z]{2,5}-\d)\b")
# The glossary of the guidance pages explains these, or everybody knows them.
KNOWN = frozenset(
    {"EHC", "EHCP", "SEND", "SEN", "SENCO", "PE", "TV", "GP", "NHS", "UK", "ID", "OK", "PC", "PDF", "DVD", "IT", "ICT", "RE", "HCPC", "GMC", "DBS", "ADHD", "TA"}
    | {"AM", "PM", "II", "III", "IV", "VI", "VII"}
)  # fmt: skip
_JARGON = re.compile(
    r"\b(?:scaffold\w*|differentiat\w+|executive function\w*|co-?regulat\w+|dysregulat\w+|proprioceptive|vestibular|interoception|pragmatics?|expressive language"
    r"|receptive language|phonological|semantic\w*|multi-?sensory|metacogniti\w+|zones? of regulation|gross motor|fine motor|sensory diet|baseline\w*|provision map)\b",
    re.I,
)


def _places(plan: PlanToCheck, code: Code) -> Iterator[tuple[ItemToCheck | Code, str]]:
    yield code, unquoted(plan.narrative(code))
    for item in plan.of(code):
        yield item, unquoted(f"{item.text}\n{item.need.impact if item.need else ''}")


def _words(sentence: str) -> int:
    return len(re.findall(r"[\w'’-]+", sentence))


def _plain_words(plan: PlanToCheck) -> Iterator[Finding]:
    for code in _COUNCILS:
        said = [sentence for _about, text in _places(plan, code) for sentence in sentences(text)]
        whole = "\n".join(said)
        wrong = []
        long = [sentence for sentence in said if _words(sentence) > _LONG]
        longest = [sentence for sentence in long if _words(sentence) > LONGEST_SENTENCE]
        if longest or len(long) >= _MANY:
            wrong.append(
                f"{len(long)} {'sentence has' if len(long) == 1 else 'sentences have'} more than {_LONG} words: {quoted((shortened(one, 40) for one in long), most=2)}."
            )
        acronyms = [one for one in dict.fromkeys(_ACRONYM.findall(whole)) if one.rstrip("s") not in KNOWN and f"({one})" not in whole]
        if acronyms:
            wrong.append(f"Short forms that are not explained: {listed(acronyms)}.")
        jargon = list(dict.fromkeys(match.group().lower() for match in _JARGON.finditer(whole)))
        if jargon:
            wrong.append(f"Words that a family may not know: {quoted(jargon)}.")
        if wrong:
            yield finding(plan, "Q33", about=code, wrong=" ".join(wrong), do="Say it in everyday words, one thing a sentence.")


_SEVERE = re.compile(
    r"\b(?:severe|severely|moderate|moderately|profound|profoundly|significant|significantly)\b"
    r"(?!\s+(?:and multiple |and profound |to severe )?(?:learning (?:difficult|disab)|hearing loss|deaf|sight|visual impairment|pain|person|adult|others?))",
    re.I,
)


def _severity_is_defined(plan: PlanToCheck) -> Iterator[Finding]:
    if plan.severity_words_defined:
        return
    for code in (Code.B, Code.C, Code.D):
        for about, text in _places(plan, code):
            found = [match.group() for match in _SEVERE.finditer(text)]
            if found:
                do = "Say what one sees, or how the child compares with others of the same age; or say what the council means by the word."
                yield finding(plan, "Q34", about=about, wrong=f"It is not said what this word means here: {quoted(found)}.", do=do)


_BLAMES = re.compile(
    r"\b(?:suffer(?:s|ing|ed)?(?: from)?|refus(?:es|ed|ing)|fail(?:s|ed|ing|ure)? to|non-?complian\w+|naughty|manipulat\w+"
    r"|attention[- ]seeking|laz(?:y|iness)|wheelchair[- ]bound"
    r"|(?:low|high)[- ]functioning|mental age|bad(?:ly)? behav\w+|challenging behaviou?r|poor parenting|over-?protective|defian(?:t|ce)"
    r"|disruptive|tantrums?|meltdowns?|abnormal"
    r"|unable to cope|does not bother|incapable|victim of|afflicted|normal children|handicap\w*|deficits?|disorderly)\b",
    re.I,
)


def _kind_words(plan: PlanToCheck) -> Iterator[Finding]:
    for code in _COUNCILS:
        for about, text in _places(plan, code):
            found = [match.group() for match in _BLAMES.finditer(text)]
            if found and not (isinstance(about, ItemToCheck) and about.is_familys):
                do = "The child and the parents read this. Say what happens and what helps."
                yield finding(plan, "Q35", about=about, wrong=f"This can hurt, or sounds like blame: {quoted(found)}.", do=do)


_AREA_WORDS: dict[str, tuple[str, re.Pattern[str]]] = {
    "communication": ("communication and interaction", re.compile(r"\b(?:communicat\w*|interact\w*|language|speech|talk\w*)\b", re.I)),
    "cognition": ("cognition and learning", re.compile(r"\b(?:cogniti\w*|learn\w*|thinking|reading|number|maths?|memory)\b", re.I)),
    "semh": (
        "social, emotional and mental health",
        re.compile(r"\b(?:feel\w*|emotion\w*|social\w*|mental|friend\w*|kind\w*|calm)\b", re.I),
    ),
    "sensory_physical": (
        "sensory and physical",
        re.compile(r"\b(?:sens\w*|physical\w*|body|motor|hearing|sight|sees|eyes|sport\w*|run\w*|mov\w*)\b", re.I),
    ),
}
_STRENGTH = re.compile(
    r"\b(?:strengths?|strong|good at|does well|enjoys|loves|likes|is able to|can\b(?!\s*not)|best at|talented|proud)\b", re.I
)


def _strengths_are_there(plan: PlanToCheck) -> Iterator[Finding]:
    areas = {item.need.area for item in plan.of(Code.B) if item.need}
    parts = [
        part
        for text in (plan.narrative(Code.B), *(item.text for item in plan.of(Code.B)))
        for part in re.split(r"\n+", plain(text))
        if _STRENGTH.search(part)
    ]
    missing = [name for area, (name, words) in _AREA_WORDS.items() if area in areas and not any(words.search(part) for part in parts)]
    if missing:
        do = "Say what the child does well there. It is where help can begin."
        yield finding(plan, "Q37", about=Code.B, wrong=f"No strength is named beside the needs in {listed(missing)}.", do=do)


_DIAGNOSIS = re.compile(
    r"\b(?:diagnos\w+|autis\w+|ASD|ASC|ADHD|dyslexi\w+|dyspraxi\w+|DCD|dyscalculi\w+|DLD|Down(?:'s)? syndrome|cerebral palsy"
    r"|epilep\w+|foetal alcohol|FASD|Tourette\w*)\b",
    re.I,
)


def _diagnoses_say_what_they_mean(plan: PlanToCheck) -> Iterator[Finding]:
    for item in plan.kinds(Kind.NEED):
        found = _DIAGNOSIS.search(plain(item.text))
        if found and item.need and not item.need.impact.strip():
            do = "Write under “What it means day to day” what one sees of it."
            yield finding(
                plan, "Q38", about=item, wrong=f"A diagnosis is named (“{found.group()}”), and not what it means day to day.", do=do
            )


RULES: tuple[Rule, ...] = (_plain_words, _severity_is_defined, _kind_words, _strengths_are_there, _diagnoses_say_what_they_mean)
