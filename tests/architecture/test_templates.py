"""Templates lay out what they are given: nothing runs inside them, nothing is fetched from elsewhere, every input has a name."""

import pytest

from tests.architecture import house, markup

PAGES = house.files(".html", under=("templates",))


def test_no_template_holds_a_script_a_style_or_a_handler():
    assert len(PAGES) > 80
    assert house.offences(PAGES, markup.inline_code) == {}


def test_no_template_fetches_anything_from_elsewhere():
    assert house.offences(PAGES, markup.foreign_resources) == {}


def test_no_template_switches_the_escaping_off():
    assert house.offences(PAGES, markup.unescaped) == {}


def test_every_template_opens_with_a_comment_that_names_its_inputs():
    assert house.offences(PAGES, markup.unnamed_inputs) == {}


def test_every_part_is_included_with_only_what_it_is_given():
    assert house.offences(PAGES, markup.open_includes) == {}


@pytest.mark.parametrize(
    "source",
    [
        "<script>go()</script>",
        '<script type="module">go()</script>',
        "<STYLE>p {}</STYLE>",
        '<p style="color: red">',
        '<p {% if a > b %}class="x"{% endif %} style="color: red">',
        '<img src="a.png" onerror="go()">',
        "<a href='#'onclick=go()>",
        '<a href="javascript:go()">',
    ],
)
def test_each_way_to_run_or_paint_inside_a_page_is_found(source):
    assert markup.inline_code(source) != []


@pytest.mark.parametrize(
    "source",
    [
        '<script type="module" src="{% static \'app.js\' %}"></script>',
        '{% comment %}no style="" and no <script> here{% endcomment %}<p class="a">Once = one.</p>',
        '<p data-person-key="1" data-style="plain">',
    ],
)
def test_a_script_from_a_file_and_words_about_scripts_are_fine(source):
    assert markup.inline_code(source) == []


@pytest.mark.parametrize(
    "source",
    [
        '<script src="https://example.org/a.js"></script>',
        '<link rel="stylesheet" href="//example.org/a.css">',
        '<img alt="" src="http://example.org/a.png">',
    ],
)
def test_each_foreign_resource_is_found(source):
    assert markup.foreign_resources(source) != []


def test_a_link_that_a_person_follows_is_no_foreign_resource():
    assert markup.foreign_resources('<a href="https://example.org/">Help</a><link rel="icon" href="{% static \'a.svg\' %}">') == []


@pytest.mark.parametrize("source", ["{{ words|safe }}", "{{ words | safe }}", "{% autoescape off %}", "{{ list|safeseq|join:' ' }}"])
def test_each_way_to_switch_the_escaping_off_is_found(source):
    assert markup.unescaped(source) != []


def test_a_template_without_names_and_an_include_without_only_are_found():
    assert markup.unnamed_inputs('{% extends "a.html" %}{% block main %}{% endblock %}') != []
    assert markup.open_includes('{% include "components/tag.html" with words=words %}') != []


def test_a_template_with_names_and_an_include_with_only_are_fine():
    assert markup.unnamed_inputs('{% extends "a.html" %}\n{% comment %}A page. Inputs: page.{% endcomment %}') == []
    assert markup.open_includes('{% include "components/tag.html" with words=words only %}') == []
