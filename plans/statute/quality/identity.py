"""Check that the plan is this child's and nobody else's (Q31, Q41, Q47). Law: SEND Regs 2014 reg 17; UK GDPR article 5(1)(d), accuracy."""

import re
from collections.abc import Iterator
from datetime import date

from permissions.vocabulary import CODES, Code
from plans.statute.quality.facts import Finding, ItemToCheck, PlanToCheck, Severity
from plans.statute.quality.saying import plain, quoted, sentences, unquoted, years_old
from plans.statute.quality.table import Rule, finding

_REMNANT = re.compile(
    r"\[(?:(?:insert|add|name|child|pupil|student|young person|he|she|date|xx|school|setting|delete|tbc|details?|parent)[^\]\n]{0,60}|\s*|_+|\.\.\.)\]"
    r"|<(?:insert|name|child|pupil|date|school)[^>\n]{0,40}>|\{\{?\s*(?:name|child|date|school)[^}\n]{0,40}\}?\}"
    r"|\b[Xx]{3,}\b|\blorem ipsum\b|\bdelete as appropriate\b|_{4,}|\?{3,}"
    r"|\b(?:[Hh]e|[Ss]he)/(?:she|he|they)\b|\b(?:[Hh]is|[Hh]er)/(?:her|his|their)\b|\b(?:[Cc]hild|[Pp]upil|[Ss]tudent) [XYZ]\b",
    re.IGNORECASE,
)
# Names that are words or months as well say nothing by themselves.
_ALSO_WORDS = frozenset(
    {
        "may", "will", "mark", "grace", "hope", "joy", "faith", "summer", "autumn", "april", "june", "august", "rose", "dawn", "art", "rich", "bill", "jack", "robin",
        "lily", "daisy", "ivy", "max", "pat", "sky", "skye", "star", "angel", "rain", "river", "forest", "reed", "read", "lane", "miles", "chance", "christian",
        "paris", "india", "chelsea", "sunny", "happy", "bliss", "patience", "constance", "charity", "honour", "honor", "amber", "ruby", "pearl", "jade", "holly",
        "heather", "poppy", "iris", "violet", "olive", "saffron", "ginger", "rocky", "dean", "duke", "earl", "king", "prince", "bishop", "carol", "melody",
        "harmony", "noel", "penny", "sandy", "sue", "drew", "frank", "guy", "jean", "josh", "nick", "norm", "rob", "sonny", "wade", "ward", "young", "sam",
    }
)  # fmt: skip
_OTHER_PERSON = (
    r"(?:brothers?|sisters?|siblings?|twin|cousins?|friends?|best friend|mates?|classmates?|peers?|pupils?|boys?|girls?|mother|father|mum|dad|uncle|aunt"
    r"|grand\w+|nan|carers?|teachers?|assistants?|partners?|dog|cat|pet|author|character|saint|st)"
)


def places(plan: PlanToCheck, *, but: frozenset[Code] = frozenset()) -> Iterator[tuple[ItemToCheck | Code, str]]:
    """Give every place of the plan with all its words, the typed ones too. Law: SEND Regs 2014 reg 12(1)."""
    for code in CODES:
        if code in but:
            continue
        if plan.narrative(code).strip():
            yield code, plan.narrative(code)
        for item in plan.of(code):
            facts = item.facts
            typed = [value for value in vars(facts).values() if isinstance(value, str)] if facts else []
            yield item, "\n".join([item.text, *typed])


_IS_TO_COME = re.compile(r"\b(?:when|once|by the time|until|till|before|after|if|while|as soon as)\b[^,;]*$", re.IGNORECASE)


def _year_and_age(plan: PlanToCheck, sentence: str) -> Iterator[str]:
    childs = "|".join(re.escape(name) for name in (plan.child.first_name, plan.child.called) if name)
    subject = rf"(?:{childs}|[Hh]e|[Ss]he|[Tt]hey)"
    for match in re.finditer(rf"\b{subject} (?:is|are) (?:now |currently |a \w+ )?in (?:Year|year) (\d{{1,2}})\b", sentence):
        if _IS_TO_COME.search(sentence[: match.start()]):
            continue
        if plan.year_group is not None and int(match[1]) != plan.year_group:
            yield match.group()
    for match in re.finditer(rf"\b{subject} (?:is|are) (?:now |currently |an? )?(\d{{1,2}})[ -]years?[ -]old\b", sentence):
        if int(match[1]) != years_old(plan.child.born_on, plan.today):
            yield match.group()


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BORN = re.compile(
    r"\b(?:born(?: on)?|D\.?O\.?B\.?:?|date of birth:?)\s*(?:is |on )?(?:\w+day,? )?(?:the )?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<word>[A-Za-z]{3,9}),? (?P<year>\d{4})|(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{2,4}))",
    re.IGNORECASE,
)


def _birthday(plan: PlanToCheck, sentence: str) -> Iterator[str]:
    for match in _BORN.finditer(sentence):
        if re.search(rf"\b{_OTHER_PERSON}\b[^.]*$", sentence[: match.start()], re.IGNORECASE):
            continue
        if match["day"]:
            month = _MONTHS.index(match["word"][:3].lower()) + 1 if match["word"][:3].lower() in _MONTHS else 0
            day, year = int(match["day"]), int(match["year"])
        else:
            day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
            year += 2000 if year < 100 else 0
        try:
            said = date(year, month, day)
        except ValueError:
            said = None
        if said != plan.child.born_on:
            yield match.group()


def _other_names(plan: PlanToCheck, text: str) -> Iterator[str]:
    own = {name.casefold() for name in (plan.child.first_name, plan.child.last_name, plan.child.called) if name}
    names = [name for name in plan.other_children if name.casefold() not in own | _ALSO_WORDS and len(name) > 2]
    if not names:
        return
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b")
    for sentence in sentences(text):
        for match in pattern.finditer(sentence):
            if not re.search(rf"\b{_OTHER_PERSON}\b(?:\W+\w+){{0,3}}\W*$", sentence[: match.start()], re.IGNORECASE):
                yield match.group()


def _is_this_child(plan: PlanToCheck) -> Iterator[Finding]:
    usual = _usual_pronoun(plan)
    for about, text in places(plan, but=frozenset({Code.K})):
        remnants = [match.group() for match in _REMNANT.finditer(text.replace("*", "")) if "struck out" not in match.group()]
        if remnants:
            do = "Write what belongs here, or take it out."
            yield finding(plan, "Q31", about=about, wrong=f"Something was left from a form: {quoted(remnants)}.", do=do)
        if isinstance(about, ItemToCheck) and about.is_familys:
            continue
        told = [one for sentence in sentences(unquoted(text)) for one in (*_year_and_age(plan, sentence), *_birthday(plan, sentence))]
        if told:
            wrong = f"This does not agree with the date of birth in the personal details: {quoted(told)}."
            yield finding(plan, "Q31", about=about, wrong=wrong, do="Put right whichever is wrong.")
        names = list(_other_names(plan, unquoted(text)))
        if names:
            do = "Look whether these words were copied from another plan. Take the name out."
            wrong = f"This name is not this child’s: {quoted(names)}."
            yield finding(plan, "Q31", about=about, wrong=wrong, do=do, for_council=True)
        yield from _pronouns(plan, about, text, usual)


_HE, _SHE = re.compile(r"\b(?:he|him|his|himself)\b", re.I), re.compile(r"\b(?:she|her|hers|herself)\b", re.I)
_SOMEBODY_ELSE = re.compile(
    rf"\b(?:{_OTHER_PERSON}|therapist|psychologist|doctor|nurse|SENCo|worker|adult|parent|paediatrician|trainer|coordinator|someone|somebody|person|child|who|or)\b"
    r"|\b(?:Dr|Mr|Mrs|Ms|Miss)\b",
    re.I,
)


def _pronouns(plan: PlanToCheck, about: ItemToCheck | Code, text: str, usual: str | None) -> Iterator[Finding]:
    """Find "he" where the rest of the plan says "she" of the child: a warning, since a rule can't be sure of whom a word speaks."""
    if (about if isinstance(about, Code) else about.section) in (Code.A, Code.I, Code.J, Code.K):
        return
    if usual is None:
        return
    childs = re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in (plan.child.first_name, plan.child.called) if name)})\b")
    other = _SHE if usual == "he" else _HE
    found = []
    for sentence in sentences(unquoted(text)):
        named = childs.search(sentence)
        if named and not _SOMEBODY_ELSE.search(sentence):
            found += [match.group() for match in other.finditer(sentence[named.end() :])]
    if found:
        wrong = f"The plan says “{usual}” of the child elsewhere. Here stands {quoted(found)}."
        yield finding(
            plan, "Q31", about=about, wrong=wrong, do="Look whether these words were copied from another plan.", severity=Severity.WARN
        )


def _usual_pronoun(plan: PlanToCheck) -> str | None:
    said = plain(
        "\n".join([*(plan.narrative(code) for code in (Code.B, Code.C, Code.D)), *(item.text for item in plan.of(Code.B, Code.C, Code.D))])
    )
    he, she = len(_HE.findall(said)), len(_SHE.findall(said))
    if max(he, she) < 4 or min(he, she) * 4 > max(he, she):
        return None
    return "he" if he > she else "she"


_PROTECTION = re.compile(
    r"\b(?:child (?:in need|protection) plan|on a (?:CIN|CP) plan|CIN plan|CP plan|section 47|child protection (?:conference|register|enquir\w+)|care proceedings"
    r"|interim care order|domestic (?:abuse|violence)|neglect\w*|sexual(?:ly)? abus\w+|physical(?:ly)? abus\w+)\b",
    re.I,
)
_DENIED = re.compile(r"\b(?:not|no|never|nor|none|without)\b", re.I)


def _consent_to_details(plan: PlanToCheck) -> Iterator[Finding]:
    if plan.later.consent_to_details:
        return
    for about, text in places(plan, but=frozenset(CODES) - {Code.D}):
        found = [match.group() for sentence in sentences(text) if not _DENIED.search(sentence) for match in _PROTECTION.finditer(sentence)]
        if found:
            wrong = f"This is about protecting the child, and no consent to it stands anywhere: {quoted(found)}."
            yield finding(
                plan,
                "Q41",
                about=about,
                wrong=wrong,
                do="Ask whether it may stand here, and write down who agreed and when. Otherwise take it out.",
            )


_POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d[0-9A-HJKMNPRV-Y]?) ?\d[ABD-HJLNP-UW-Z]{2})\b")
_THIRD = re.compile(
    r"\b(?:brothers?|sisters?|siblings?|twin|cousins?|friends?|classmates?|another (?:child|pupil|boy|girl)|pupils?|(?:a|the|other) (?:boy|girl)s?)\b"
    r"(?:,| called| named|:)? "
    r"(?-i:(?!(?:I|The|He|She|They|In|At|On|Year|When|Each|Every|My|It|We|So|No|If|As|But|And|His|Her|Their|Then|Class|Reception|To|For|From)\b)[A-Z][a-z]+)\b"
)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", plain(text).casefold()).strip()


def _nothing_about_others(plan: PlanToCheck) -> Iterator[Finding]:
    lines = [
        line
        for line in (_letters(address) for address in plan.addresses)
        if len(line) >= 8 and " " in line and any(one.isdigit() for one in line)
    ]
    for about, text in places(plan):
        said = f" {_letters(text)} "
        if _POSTCODE.search(text) or any(f" {line} " in said for line in lines):
            do = "Take it out. If the words must not be known to somebody, have them struck out of the history too: “Words that must not be known”."
            yield finding(
                plan,
                "Q47",
                about=about,
                wrong="An address seems to stand here. Both parents and all who work with the plan read it.",
                do=do,
                for_council=True,
            )
        others = [match.group() for match in _THIRD.finditer(plain(text))]
        if others and not (isinstance(about, Code) and about is Code.K):
            familys = isinstance(about, ItemToCheck) and about.is_familys
            do = (
                "These are the family’s own words. Ask whether the name is to stay."
                if familys
                else "Write “his brother” or “another child”, without the name."
            )
            weight = Severity.INFO if familys else Severity.WARN
            yield finding(plan, "Q47", about=about, wrong=f"Somebody else is named: {quoted(others)}.", do=do, severity=weight)


RULES: tuple[Rule, ...] = (_is_this_child, _consent_to_details, _nothing_about_others)
