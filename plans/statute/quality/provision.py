"""Check that help is specified and quantified (Q13 to Q17, Q32, Q36, Q53). Law: Code of Practice 9.69, 9.74; domain.md 2.2."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import combinations

from permissions.vocabulary import Code
from plans.statute.quality.facts import Finding, ItemToCheck, PlanToCheck, ProvisionFacts
from plans.statute.quality.saying import listed, plain, quoted, sentences, shortened, unquoted
from plans.statute.quality.table import Rule, finding
from plans.statute.quality.vague import ranges, vague_words
from plans.statute.sections import Kind

PROVIDED = (Code.F, Code.G, Code.H1, Code.H2)
_INDIRECT, _GROUP = "indirect", ("small_group", "pair")


def rows(plan: PlanToCheck) -> Iterator[tuple[ItemToCheck, ProvisionFacts]]:
    """Give each piece of help with its typed fields. Law: Children and Families Act 2014 s.37(2)."""
    for item in plan.of(*PROVIDED):
        if item.kind is Kind.PROVISION and item.provision:
            yield item, item.provision


def _texts(item: ItemToCheck, facts: ProvisionFacts) -> tuple[str, ...]:
    return (item.text, facts.delivered_by, facts.where, facts.review)


def _vague(plan: PlanToCheck) -> Iterator[Finding]:
    for code in PROVIDED:
        yield from _vague_said(plan, code, list(vague_words(plan.narrative(code))))
    for item, facts in rows(plan):
        how = {"explained": bool(facts.flexibility_reason.strip()), "is_training": facts.grouping == _INDIRECT and bool(facts.minutes)}
        found = [one for text in _texts(item, facts) for one in vague_words(text, **how)]
        yield from _vague_said(plan, item, found + list(vague_words(facts.qualification, **how | {"is_training": True})))


def _vague_said(plan: PlanToCheck, about: ItemToCheck | Code, found: list[tuple[str, str]]) -> Iterator[Finding]:
    if found:
        words = list({word.casefold(): word for word, _instead in found}.values())
        do = " ".join(list(dict.fromkeys(instead for _word, instead in found))[:3])
        yield finding(plan, "Q13", about=about, wrong=f"This can be read in more than one way: {quoted(words)}.", do=do)


def _quantified(plan: PlanToCheck) -> Iterator[Finding]:
    for item, facts in rows(plan):
        flexible = bool(facts.flexibility_reason.strip())
        said = {
            "who does it": facts.delivered_by.strip(),
            "how often": flexible or (facts.sessions and facts.per),
            "how long each time": flexible or facts.minutes,
            "where": facts.where.strip(),
            "over which weeks or dates": facts.weeks_a_year or facts.starts_on or facts.per == "year",
            "when it is looked at again": facts.review.strip(),
        }
        missing = [name for name, value in said.items() if not value]
        if missing:
            do = "Fill in what is missing. Where the child’s needs ask for flexibility, say why under “Why this is flexible”."
            yield finding(plan, "Q14", about=item, wrong=f"It is not said: {listed(missing)}.", do=do)


_ADULT = re.compile(
    r"^(?:an?\s+|the\s+|any\s+|one\s+|trained\s+|lunchtime\s+|school\s+|key\s+)*(?:adults?|staff|support|helpers?|persons?|someone)\b",
    re.IGNORECASE,
)
_IN_GROUP = re.compile(r"\b(?:in|with|within|as part of)\s+(?:a|an|his|her|their|the)?\s*(?:[a-z]+\s+)?groups?\b(?!\s+of\s)", re.IGNORECASE)
_BARE_NUMBER = re.compile(
    r"\b(?:for|lasting|of)\s+(\d{1,3})(?=\s*(?:[.,;:)]|$|and\b|each\b|every\b|a day|a week|per\b|daily|weekly))", re.IGNORECASE
)
_BARE_OFTEN = re.compile(
    r"(?<![\w-])(?:(?P<number>\d+|one|two|three|four|five|six|seven|eight|nine|ten|an?|each|every|both|these|those|the|weekly|daily)\s+)?"
    r"(?:[a-z]+\s+){0,2}?sessions\s+(?:a|per|each|every)\s+(?:day|week|fortnight|half[- ]term|term|year)\b",
    re.IGNORECASE,
)


def _whole_amounts(plan: PlanToCheck) -> Iterator[Finding]:
    for item, facts in rows(plan):
        wrong, do = [], []
        in_group = facts.grouping in _GROUP or bool(_IN_GROUP.search(unquoted(item.text)))
        if in_group and not facts.children_max and facts.grouping != "pair":
            wrong.append("A group is named without its size.")
            do.append("Say how many children at most.")
        if facts.delivered_by.strip() and not facts.qualification.strip():
            nobody = " An adult is named without a role." if _ADULT.search(facts.delivered_by) else ""
            wrong.append(f"It is not said what training or qualification is needed.{nobody}")
            do.append("Say the role, and the training or qualification.")
        bare = [match.group() for sentence in sentences(unquoted(item.text)) for match in _BARE_NUMBER.finditer(sentence)]
        if bare:
            wrong.append(f"A number stands without its unit: {quoted(bare)}.")
            do.append("Say minutes, hours or times.")
        if (
            not facts.sessions
            and not facts.flexibility_reason.strip()
            and any(not m["number"] for m in _BARE_OFTEN.finditer(unquoted(item.text)))
        ):
            wrong.append("Sessions are named without their number.")
            do.append("Say how many.")
        if wrong:
            yield finding(plan, "Q15", about=item, wrong=" ".join(wrong), do=" ".join(do))


def _ranges(plan: PlanToCheck) -> Iterator[Finding]:
    do = "Give one amount. Where it has to differ from day to day, say why and who decides it."
    for code in PROVIDED:
        found = list(ranges(plan.narrative(code)))
        if found:
            yield finding(plan, "Q16", about=code, wrong=f"An amount is a range: {quoted(found)}.", do=do)
    for item, facts in rows(plan):
        found = [] if facts.flexibility_reason.strip() else [one for text in _texts(item, facts) for one in ranges(text)]
        if found:
            yield finding(plan, "Q16", about=item, wrong=f"An amount is a range: {quoted(found)}.", do=do)


_SPEECH = re.compile(r"\b(?:speech (?:and|&) language|speech therap\w+|language therap\w+|SALT|SLT)\b")


def _speaks_of_speech(item: ItemToCheck, facts: ProvisionFacts) -> bool:
    return bool(_SPEECH.search(plain(f"{item.text} {facts.delivered_by}").replace("Speech", "speech").replace("Language", "language")))


def _speech_in_f(plan: PlanToCheck) -> Iterator[Finding]:
    found = [(item, facts) for item, facts in rows(plan) if _speaks_of_speech(item, facts)]
    if found and not any(item.section is Code.F for item, _facts in found):
        for item, _facts in found:
            wrong = "Speech and language therapy stands outside Section F only."
            do = "Move it to Section F: speech and language are as a rule part of education. If there is a reason against it, give it."
            yield finding(plan, "Q17", about=item, wrong=wrong, do=do)


def _names_in_provision(plan: PlanToCheck) -> Iterator[Finding]:
    last = sorted({name for name in plan.practitioners if " " in name.strip()}, key=len, reverse=True)
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, last)) or '(?!)'}|(?:Dr|Mr|Mrs|Ms|Miss|Prof)\.?\s+[A-Z][\w'-]+)\b")
    for item, facts in rows(plan):
        found = [match.group() for text in (*_texts(item, facts), facts.qualification) for match in names.finditer(plain(text))]
        if found:
            do = "Write the role instead: people change, the help stays."
            yield finding(plan, "Q32", about=item, wrong=f"A person is named: {quoted(found)}.", do=do)


_AT_LEAST_WORDS = 8


def _paragraphs(plan: PlanToCheck, code: Code) -> list[tuple[ItemToCheck | Code, list[str], str]]:
    found: list[tuple[ItemToCheck | Code, list[str], str]] = []
    texts: list[tuple[ItemToCheck | Code, str]] = [(code, plan.narrative(code)), *((item, item.text) for item in plan.of(code))]
    for about, text in texts:
        for part in re.split(r"\n+", plain(text)):
            words = re.findall(r"[\w']+", part.casefold())
            if len(words) >= _AT_LEAST_WORDS:
                found.append((about, words, part.strip()))
    return found


def _alike(one: list[str], other: list[str]) -> bool:
    shared = len(set(one) & set(other)) / max(len(set(one) | set(other)), 1)
    return shared >= 0.7 and SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.9


def _said_twice(plan: PlanToCheck) -> Iterator[Finding]:
    for code in (Code.B, Code.F):
        for (_first, one, _text), (second, other, text) in combinations(_paragraphs(plan, code), 2):
            if _alike(one, other):
                wrong = f"This stands twice in this section: “{shortened(text)}”"
                yield finding(plan, "Q36", about=second, wrong=wrong, do="Leave it in one place.")


_WORD_NUMBERS: dict[str, int] = {
    "one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
}  # fmt: skip
_NUM = r"(\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty)"
_OFTEN = re.compile(
    rf"\b(?:{_NUM}\s+(?:\w+\s+)?(?:times|sessions)|(once|twice))\s+(?:a|per|each|every)\s+(day|week|fortnight|half[- ]term|term|year)\b",
    re.IGNORECASE,
)
_LONG = re.compile(
    rf"\b{_NUM}[- ](minute|hour)s?[- ]+(?:long\s+)?sessions?\b|\bsessions?\s+(?:of|lasting)\s+{_NUM}\s+(minute|hour)s?\b", re.IGNORECASE
)
_IN_ALL = re.compile(rf"\b{_NUM}\s+hours?\s+(?:a|per|each|every)\s+(day|week)\b", re.IGNORECASE)
_WEEKS_OF = {
    "day": Fraction(1, 5), "week": Fraction(1), "fortnight": Fraction(2), "half_term": Fraction(39, 6), "term": Fraction(13), "year": Fraction(39),
}  # fmt: skip


def _number(word: str) -> Fraction:
    return Fraction(_WORD_NUMBERS[word.lower()]) if word.lower() in _WORD_NUMBERS else Fraction(word)


def weekly_minutes(facts: ProvisionFacts) -> Fraction | None:
    """Work out the minutes in an average school week; None where a part is missing. Law: Code of Practice 9.69, hours and frequency."""
    if not (facts.sessions and facts.per and facts.minutes):
        return None
    return Fraction(facts.sessions * facts.minutes) / _WEEKS_OF[facts.per]


def _contradictions(item: ItemToCheck, facts: ProvisionFacts) -> Iterator[str]:
    """Compare the first amount of each kind that the words say with the fields; what stands further on in a text is mostly about something else."""
    text = unquoted(item.text)
    often, long, in_all = _OFTEN.search(text), _LONG.search(text), _IN_ALL.search(text)
    if often and facts.sessions and facts.per:
        number, per = _number(often[1] or often[2]), re.sub(r"[- ]", "_", often[3].lower())
        if per == facts.per and number != facts.sessions:
            yield often.group()
    if long and facts.minutes:
        amount, unit = long[1] or long[3], long[2] or long[4]
        if _number(amount) * (60 if unit.lower() == "hour" else 1) != facts.minutes:
            yield long.group()
    weekly = weekly_minutes(facts)
    if in_all and weekly and _number(in_all[1]) * 60 * (5 if in_all[2].lower() == "day" else 1) != weekly:
        yield in_all.group()


def _amounts_agree(plan: PlanToCheck) -> Iterator[Finding]:
    for item, facts in rows(plan):
        found = list(_contradictions(item, facts))
        if found:
            wrong = f"The words and the fields say different amounts: the words say {quoted(found)}."
            yield finding(plan, "Q36", about=item, wrong=wrong, do="Look which one the report says, and put the other right.")


def _fits_the_week(plan: PlanToCheck) -> Iterator[Finding]:
    weekly = [weekly_minutes(facts) or 0 for item, facts in rows(plan) if item.section is Code.F and facts.grouping != _INDIRECT]
    total = round(sum(weekly))
    if total > plan.taught_minutes_a_week:
        wrong = f"The help in Section F adds up to {total // 60} hours {total % 60} minutes a week; a taught week has {plan.taught_minutes_a_week // 60} hours."
        do = "That can be right where help goes on at the same time. If so, say in the rows which."
        yield finding(plan, "Q53", about=Code.F, wrong=wrong, do=do)


RULES: tuple[Rule, ...] = (
    _vague,
    _quantified,
    _whole_amounts,
    _ranges,
    _speech_in_f,
    _names_in_provision,
    _said_twice,
    _amounts_agree,
    _fits_the_week,
)
