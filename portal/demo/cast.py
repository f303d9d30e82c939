"""Name the people of the demo (design, 12): made up, all of them, each with one line of life."""

from dataclasses import dataclass

COUNCIL = "Brookshire Council"
SCHOOL = "Elm Street Primary School"
HEALTH = "Brookshire Integrated Care Board"
HOSPITAL = "Brookshire Community Health"
CARE = "Brookshire Social Care"
SUPPORT = "Brookshire SENDIASS"


@dataclass(frozen=True)
class CastMember:
    """One person of the demo: `slug` is what `demo_session` and `/demo/` call them, `called` how pages speak of them, `line` what they are here for."""

    slug: str
    name: str
    called: str
    line: str
    organisation: str = ""
    organisation_kind: str = ""

    @property
    def email(self) -> str:
        """Give the address to sign in with."""
        return f"{self.slug}@example.org"


CAST: tuple[CastMember, ...] = (
    CastMember("amara", "Amara Adeyemi", "Amara", "Sam's mother. She writes on her phone."),
    CastMember("joel", "Joel Adeyemi", "Joel", "Sam's father. He lives elsewhere."),
    CastMember("priya", "Priya Raman", "Priya", "SENCo of Sam's school.", SCHOOL, "setting"),
    CastMember("owen", "Owen Price", "Owen", "Head of Sam's school, and of a setting that is consulted.", SCHOOL, "setting"),
    CastMember("okafor", "Dr Ngozi Okafor", "Dr Okafor", "Educational psychologist.", COUNCIL, "council"),
    CastMember("lena", "Lena Novak", "Lena", "Speech and language therapist.", HOSPITAL, "health"),
    CastMember("tom", "Tom Ashby", "Tom", "Occupational therapist.", HOSPITAL, "health"),
    CastMember("rao", "Dr Anil Rao", "Dr Rao", "Paediatrician.", HOSPITAL, "health"),
    CastMember("bea", "Bea Lindqvist", "Bea", "Designated clinical officer.", HEALTH, "health"),
    CastMember("grace", "Grace Obi", "Grace", "Social worker.", CARE, "care"),
    CastMember("iqbal", "Iqbal Hussain", "Iqbal", "Designated social care officer.", CARE, "care"),
    CastMember("marcus", "Marcus Bell", "Marcus", "EHC coordinator of the council.", COUNCIL, "council"),
    CastMember("tess", "Tess Morgan", "Tess", "Writes plans at the council.", COUNCIL, "council"),
    CastMember("hana", "Hana Suzuki", "Hana", "Manager at the council. She checks quality.", COUNCIL, "council"),
    CastMember("susan", "Susan Clarke", "Susan", "Leads the council's service.", COUNCIL, "council"),
    CastMember("corinne", "Corinne Baker", "Corinne", "Business support at the council.", COUNCIL, "council"),
    CastMember("pam", "Pam Whitlock", "Pam", "SENDIASS supporter whom Amara chose.", SUPPORT, "support"),
    CastMember("sonia", "Sonia Grant", "Sonia", "Sits on the council's panel.", COUNCIL, "council"),
    CastMember("zoe", "Zoe Hartley", "Zoe", "She is 17 and holds the rights in her own plan."),
    CastMember("nadia", "Nadia Haddad", "Nadia", "Another child's mother. She is not in Sam's plan."),
    CastMember("ines", "Ines Duarte", "Ines", "She left Sam's circle last week.", HOSPITAL, "health"),
    CastMember("root", "Root", "Root", "System administrator of the pages. Has no key to any plan.", COUNCIL, "council"),
)

BY_SLUG: dict[str, CastMember] = {member.slug: member for member in CAST}
