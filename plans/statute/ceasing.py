"""Say when a council may decide to end a plan, when the plan ends, and for which reason: by age, never because of age alone (domain.md 3.3, CK38, CK39, CK41)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from plans.statute.clocks import last_day
from plans.statute.clocks_of_review import school_leaving_day

ADULT = 18
OUTCOMES_FROM = 19
UPPER_AGE = 25
_CHILD = "child"
_YOUNG_PERSON = "young person"


class Ground(StrEnum):
    """On what a decision to end a plan stands. Law: Children and Families Act 2014 ss.45(1) and 46."""

    UNNECESSARY = "unnecessary"
    NOT_RESPONSIBLE = "not_responsible"
    UPPER_AGE = "upper_age"


GROUND_NAMES: dict[Ground, str] = {
    Ground.UNNECESSARY: "It is no longer necessary for the special educational help in the plan to be provided",
    Ground.NOT_RESPONSIBLE: "The council is no longer responsible, for example because they have left England",
    Ground.UPPER_AGE: "They are 25 or over",
}


class Wish(StrEnum):
    """What somebody of 18 or over said about going on in education or training. Law: SEND Regs 2014 reg 30."""

    ATTENDS = "attends"
    NO_RETURN = "no_return"
    WANTS_RETURN = "wants_return"


WISH_NAMES: dict[Wish, str] = {
    Wish.ATTENDS: "They are in education or training, and were asked what they want",
    Wish.NO_RETURN: "They have left, were asked, and do not want to return",
    Wish.WANTS_RETURN: "They have left, were asked, and want to return",
}


class Why(StrEnum):
    """Why a plan can end now. Law: Children and Families Act 2014 s.45(4)."""

    TIME = "time"
    DISMISSED = "dismissed"


WHY_NAMES: dict[Why, str] = {
    Why.TIME: "The time to appeal has passed, and nobody has appealed",
    Why.DISMISSED: "An appeal was made, and it was dismissed or withdrawn",
}


class Reason(StrEnum):
    """Why a plan ended, in the numbers of the yearly return. Law: SEN2 person level return, module 4a, `ceasereason` (domain.md 7.1)."""

    MAX_AGE = "1"
    NEEDS_MET = "2"
    HIGHER_EDUCATION = "3"
    PAID_WORK = "4"
    TRANSFERRED = "5"
    NO_WISH = "6"
    LEFT_ENGLAND = "7"
    DIED = "8"
    OTHER = "9"


REASON_NAMES: dict[Reason, str] = {
    Reason.MAX_AGE: "They reached the highest age for a plan",
    Reason.NEEDS_MET: "Their needs are met without a plan",
    Reason.HIGHER_EDUCATION: "They went on to higher education",
    Reason.PAID_WORK: "They went into paid work (not an apprenticeship)",
    Reason.TRANSFERRED: "The plan was handed over to another council",
    Reason.NO_WISH: "They no longer wish to take part in education or training",
    Reason.LEFT_ENGLAND: "They left England",
    Reason.DIED: "They died",
    Reason.OTHER: "Another reason",
}
# A handing over and a death are recorded by doors of their own; what is chosen from where a plan ends by decision.
CHOSEN: tuple[Reason, ...] = tuple(one for one in Reason if one not in (Reason.TRANSFERRED, Reason.DIED))


def age_on(born_on: date, day: date) -> int:
    """Give somebody's age in whole years on a day. Law: Family Law Reform Act 1969 s.9(1): an age is reached when the birthday begins."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def grounds_at(age: int) -> tuple[Ground, ...]:
    """List the grounds on which a plan can end at an age. Law: Children and Families Act 2014 ss.45(1), 46: below 25, age is none."""
    return tuple(Ground) if age >= UPPER_AGE else (Ground.UNNECESSARY, Ground.NOT_RESPONSIBLE)


def asks_review(age: int) -> bool:
    """Say whether a review and the young person's wish are asked for first. Law: SEND Regs 2014 reg 30."""
    return age >= ADULT


def asks_outcomes(age: int) -> bool:
    """Say whether the council has to consider if the outcomes were achieved. Law: Children and Families Act 2014 s.45(3)."""
    return age >= OUTCOMES_FROM


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What a decision to end a plan stands on. Law: Children and Families Act 2014 s.45; SEND Regs 2014 regs 29 and 30."""

    ground: str = ""
    reviewed_on: date | None = None
    wish: str = ""
    outcomes: str = ""


def wrong_with(grounds: Grounds, *, age: int, decided_on: date) -> dict[str, str]:
    """Say, field by field, what a decision to end a plan lacks at this age; {} where nothing.

    Law: SEND Regs 2014 reg 29 (under 18), reg 30 (18 and over); Children and Families Act 2014 s.45(3) (over 18: the outcomes) and s.46 (25).
    """
    wrong: dict[str, str] = {}
    if grounds.ground == Ground.UPPER_AGE and age < UPPER_AGE:
        wrong["ground"] = f"They are {age}. A plan can’t end because of somebody’s age before they are 25."
    elif grounds.ground not in list(Ground):
        who = _CHILD if age < ADULT else _YOUNG_PERSON
        wrong["ground"] = (
            f"Say on what the decision stands. The plan of this {who} can end only if the council has determined one of these."
        )
    if grounds.ground == Ground.UNNECESSARY and asks_review(age):
        wrong |= _wrong_with_review(grounds, decided_on)
    if grounds.ground == Ground.UNNECESSARY and asks_outcomes(age) and not grounds.outcomes.strip():
        wrong["outcomes"] = "Write what you considered: which outcomes of the plan have been achieved, and which have not."
    return wrong


def _wrong_with_review(grounds: Grounds, decided_on: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if grounds.reviewed_on is None:
        wrong["reviewed_on"] = "From 18 on, the plan is reviewed first. Enter the day of the review meeting."
    elif grounds.reviewed_on > decided_on:
        wrong["reviewed_on"] = "The review comes before the decision. Enter a day that is not after it."
    if grounds.wish == Wish.WANTS_RETURN:
        wrong["wish"] = "They want to return to education or training, so the plan can’t end on this ground. Let the plan go on."
    elif grounds.wish not in list(Wish):
        wrong["wish"] = "From 18 on, the young person is asked first. Say what they want."
    return wrong


def kept_until(notice_sent_on: date, *, certificate_on: date | None = None) -> date:
    """Give the last day until whose end a plan stays in force at least after the notice that it ends: the last on which the family can appeal (CK39).

    Law: Children and Families Act 2014 s.45(4); First-tier Tribunal (HESC) Rules 2008 r.20.
    """
    last = last_day("CK39", cease_notice_sent=notice_sent_on, certificate_dated=certificate_on)
    return last or notice_sent_on


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a plan is said to have ended. Law: Children and Families Act 2014 s.45(4); SEN2, module 4a."""

    on: date
    because: str
    reason: str
    certificate_on: date | None = None
    decided_on: date | None = None


def wrong_with_end(ending: Ending, *, sent_on: date, appealed_on: date | None, born_on: date, today: date) -> dict[str, str]:
    """Say, field by field, why a plan has not ended in this way, or not yet; {} where nothing is wrong.

    `sent_on` is the day of the notice, `appealed_on` that of an appeal. Each adult of the family has the whole time, so it passes also where one appeal is over.
    Law: Children and Families Act 2014 s.45(4).
    """
    wrong = _wrong_with_reason(ending, born_on)
    last = kept_until(sent_on, certificate_on=ending.certificate_on)
    if ending.certificate_on and not sent_on <= ending.certificate_on <= today:
        wrong["certificate_on"] = "The day of the certificate lies between the notice and today."
    if ending.because not in list(Why):
        wrong["because"] = "Say why the plan can end."
    elif ending.because == Why.TIME and appealed_on:
        wrong["because"] = "An appeal was made, so the plan stays in force until that is decided."
    elif ending.because == Why.DISMISSED and not appealed_on:
        wrong["because"] = "No appeal is recorded. Record the appeal first, with the day on which it was made."
    elif today <= last:
        wrong["because"] = f"The family can still appeal until the end of {_said(last)}. The plan stays in force until then."
    if ending.because == Why.DISMISSED and appealed_on:
        wrong |= _wrong_with_appeal(ending, appealed_on, today)
    if "because" not in wrong and ending.on <= last:
        wrong["on"] = f"The plan is in force until the end of {_said(last)}. It can’t have ended before."
    return wrong


def _wrong_with_appeal(ending: Ending, appealed_on: date, today: date) -> dict[str, str]:
    if ending.decided_on is None:
        return {"decided_on": "Enter the day on which the appeal was dismissed or withdrawn."}
    if not appealed_on <= ending.decided_on <= today:
        return {"decided_on": f"This lies between the appeal, {_said(appealed_on)}, and today."}
    return {"on": "The plan is in force until the appeal is over. It can’t have ended before."} if ending.on < ending.decided_on else {}


def _wrong_with_reason(ending: Ending, born_on: date) -> dict[str, str]:
    """Say why a reason can't be that of somebody of this age. Law: SEN2, module 4a; Education Act 1996 s.8(3)."""
    if ending.reason not in CHOSEN:
        return {"reason": "Choose the reason that the yearly return asks for."}
    if ending.reason == Reason.MAX_AGE and age_on(born_on, ending.on) < UPPER_AGE:
        return {"reason": "They were under 25 on that day, so this is not the reason."}
    of_the_grown = (Reason.HIGHER_EDUCATION, Reason.PAID_WORK, Reason.NO_WISH)
    if ending.reason in of_the_grown and ending.on <= school_leaving_day(born_on):
        return {"reason": "They were of compulsory school age on that day, so this is not the reason."}
    return {}


def _said(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
