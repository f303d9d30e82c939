"""Words that people sent are never run, never made into a query, a template or a format, and no script sets a name that it was told."""

import ast
import re

import pytest

from tests.architecture import house

# What runs words, or makes things of bytes: found by the last part of what is called.
RUNS = {"eval", "exec", "compile", "Template", "from_string", "RawSQL", "raw", "extra", "system", "popen", "import_string"}
MAKES_OBJECTS = {"pickle", "marshal", "shelve", "yaml", "dill"}
# Words of this program alone, with places of its own: `re.compile` of a pattern that is written out, and import_string never.
# The log of live texts inserts without a row of Django's for every keystroke.
SQL_OF_OUR_OWN = {"permissions/append_only.py", "plans/striking/traces.py", "plans/livetext/log.py"}
STARTS_A_PROCESS = {"files/limited.py"}
COMPUTED_NAME = re.compile(r"\w\[(?!['\"0-9])[^\]]+\]\s*=(?!=)")
# The names are written out above the line.
NAMES_WRITTEN_OUT = {"static/src/js/passkeys.js"}


def called(node: ast.Call) -> tuple[str, str]:
    """Give the last part of what is called, and what stands before it."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr, node.func.value.id if isinstance(node.func.value, ast.Name) else "?"
    return (node.func.id if isinstance(node.func, ast.Name) else "", "")


def runs_words(source: str) -> list[str]:
    """Name every call that would run words, and every module that makes objects of bytes."""
    nodes = list(ast.walk(ast.parse(source)))
    calls = [called(node) for node in nodes if isinstance(node, ast.Call)]
    found = [f"{owner}.{name}" for name, owner in calls if name in RUNS and (name, owner) != ("compile", "re")]
    imported = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    imported += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return found + [name for name in imported if name.split(".")[0] in MAKES_OBJECTS]


def formats_what_it_was_given(source: str) -> list[int]:
    """Give the lines on which `.format` is called on anything but a constant or a name in capitals."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and called(node)[0] == "format"]
    return [node.lineno for node in calls if not _is_written_out(node.func.value)]


def _is_written_out(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def speaks_sql(source: str) -> list[int]:
    return [
        node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and called(node)[0] in ("execute", "executemany")
    ]


def starts_a_process(source: str) -> list[str]:
    nodes = ast.walk(ast.parse(source))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return [name for name in names if name in ("subprocess", "os.system", "pty")] + re.findall(r"from subprocess|shell=True", source)


def computed_names(source: str) -> list[str]:
    return COMPUTED_NAME.findall(source)


def test_no_words_are_run_and_no_bytes_become_objects():
    assert house.offences(house.python_of(), runs_words) == {}


def test_only_words_of_our_own_are_filled_in():
    given = house.offences(house.python_of(), formats_what_it_was_given)
    # A letter that is handed down as a parameter, and a mark out of a constant: both are written in the program.
    assert set(given) <= {"portal/sign_in/email_code.py", "plans/striking/standing.py"}


def test_only_the_guards_of_the_record_and_the_sweeper_of_sqlite_speak_sql():
    assert set(house.offences(house.python_of(), speaks_sql)) <= SQL_OF_OUR_OWN


def test_one_file_alone_starts_a_process_and_not_through_a_shell():
    assert set(house.offences(house.python_of(), starts_a_process)) == STARTS_A_PROCESS
    assert "shell" not in house.read(house.ROOT / "files/limited.py")


def test_no_script_sets_a_name_that_it_was_told():
    assert set(house.offences(house.files(".js", under=("static",)), computed_names)) <= NAMES_WRITTEN_OUT
    assert re.search(r"const sameFields = \{", house.read(house.ROOT / "static/src/js/passkeys.js"))


@pytest.mark.parametrize(
    ("contract", "source"),
    [
        (runs_words, "eval(words)"),
        (runs_words, "Template(words).render()"),
        (runs_words, "engine.from_string(words)"),
        (runs_words, "Item.objects.raw(words)"),
        (runs_words, "os.system(words)"),
        (runs_words, "import pickle"),
        (runs_words, "from yaml import load"),
        (formats_what_it_was_given, "words.format(a=1)"),
        (formats_what_it_was_given, "page.title.format(a=1)"),
        (speaks_sql, "cursor.execute(f'SELECT {words}')"),
        (starts_a_process, "import subprocess"),
        (starts_a_process, "run(words, shell=True)"),
        (computed_names, "kept[name] = value"),
    ],
)
def test_each_of_these_is_found(contract, source):
    assert contract(source) != []


def test_what_is_written_out_is_fine():
    assert runs_words("re.compile('a')") == []
    assert formats_what_it_was_given("BODY.format(a=1); '{}'.format(2)") == []
    assert computed_names('kept["name"] = value; if (kept[name] === value) {}') == []
