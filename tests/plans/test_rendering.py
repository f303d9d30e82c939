"""The one sanitiser: what people type becomes safe HTML, and what they meant stays."""

import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rendering import first_sentence, words_html

TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "br"}
SCHEMES = {"http", "https", "mailto", "tel"}

PAYLOADS = [
    # markup of every kind that could run or load something
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror="alert(1)"',
    "<svg onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><!DOCTYPE x>",
    "</p></div></main><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=https://ok.example onclick=alert(1)>x</a>",
    "\"><script>alert(1)</script>",
    "' autofocus onfocus=alert(1) x='",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    # links, in every disguise
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](&#1;javascript:alert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](javascript%3Aalert(1))",
    "[x](\\javascript:alert(1))",
    "[x](javascript\\:alert(1))",
    "[x](ｊavascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://a.example/1)",
    "[x](//evil.example)",
    "[x](/plans/0000-0SAM/)",
    "[x](#item)",
    "[x](?a=1)",
    "[x](1:javascript)",
    "[x](a1+.-:b)",
    "[[x](https://a.example)](javascript:alert(1))",
    "[x [y](javascript:alert(1)) z](https://a.example)",
    '[x](https://a.example "onmouseover=alert(1)")',
    "[x](https://a.example 'x\" onclick=\"alert(1)')",
    '[x](https://a.example/"onclick="alert(1))',
    "[x](https://a.example/<script>)",
    "[x](http://[)",
    "[x](http://[::1)",
    "[x](http://]/)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "<JAVASCRIPT:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "<b>*<i>*</b></i>" * 20,
    "[" * 200 + "x" + "](javascript:alert(1))" * 200,
    "*" * 500,
    "> " * 300 + "x",
    "- " * 100 + "x",
]  # fmt: skip


class Read(HTMLParser):
    """Read HTML again, as a browser would: which tags, attributes and addresses are in it, and the words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.addresses: list[str] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _value in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            self.open.remove(tag)

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        self.tags.add("a comment")

    def handle_decl(self, decl):
        self.tags.add("a declaration")

    def handle_pi(self, data):
        self.tags.add("an instruction")


def without_blanks(address: str) -> str:
    """Read an address as browsers do: blanks and controls in it count for nothing."""
    return "".join(char for char in address if unicodedata.category(char) not in ("Cc", "Zs", "Cf"))


def assert_safe(html: str) -> None:
    read = Read(html)
    assert read.tags <= TAGS, read.tags
    assert read.attributes <= {("a", "href"), ("a", "rel")}, read.attributes
    for address in read.addresses:
        assert urlsplit(without_blanks(address)).scheme.lower() in SCHEMES, address
    assert read.open == [], "every tag is closed"


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload[:40])
def test_nothing_that_runs_or_loads_comes_out(payload):
    for words in (payload, f"Sam says: {payload} and more", f"- {payload}\n- two", f"**{payload}**"):
        assert_safe(words_html(words))


def test_the_payloads_are_still_to_be_read_as_words():
    assert Read(words_html("<script>alert(1)</script>")).words.strip() == "<script>alert(1)</script>"
    assert Read(words_html("<img src=x onerror=alert(1)>")).words.strip() == "<img src=x onerror=alert(1)>"


def test_the_check_finds_what_it_is_there_for():
    for bad in (
        "<script>x</script>",
        "<p onclick=x>y</p>",
        '<a href="java&#9;script:x">y</a>',
        "<!-- x -->",
        "<p><em>x</p>",
        '<a href="/x">y</a>',
    ):
        with pytest.raises(AssertionError):
            assert_safe(bad)


@given(st.text(alphabet=st.sampled_from(list("[]()<>\"'*_-#:/\\&;!`|~\t\n .0jJavscriptdthmlofenxg=%")), max_size=120))
def test_nothing_that_can_be_typed_comes_out_unsafe(words):
    assert_safe(words_html(words))


@given(st.text(max_size=200))
def test_every_text_has_a_page_and_a_title(words):
    assert_safe(words_html(words))
    title, rest = first_sentence(words)
    assert bool(title) == bool(words.strip())
    assert "\n" not in title
    assert not words.strip() or len(title) <= 112
    assert len(rest) <= len(words)


@pytest.mark.parametrize(
    "words",
    [
        "👩🏽‍🦽 loves 🦓",
        "ਸੈਮ ਨੂੰ ਗਣਿਤ ਪਸੰਦ ਹੈ। ਕ੍ਰਿਪਾ",
        "سام يحب الرياضيات، ولا يحب الصراخ.",
        "שלום וברכה",
        "Zoë, naïve, coöperate – “quoted” ‘too’ …",
        "5 < 6 & 7 > 3; AT&T; £2,640.50",
        "a_b_c and snake_case and 2*3*4",
        "#1 is maths, > not a quote, 1) not a list? ~ tilde | pipe",
        "C:\\files\\Sam and \\ backslash",
    ],
)
def test_ordinary_words_in_every_script_stay_as_they_were_typed(words):
    read = Read(words_html(words)).words.strip()
    if "*" not in words and "\\" not in words and "1)" not in words:
        assert read == words
    assert read.replace("*", "") == words.replace("*", "") or "\\" in words


def test_what_may_be_typed_is_shown_as_meant():
    assert words_html("One.\n\nTwo,\nthree.") == "<p>One.</p>\n<p>Two,<br>\nthree.</p>\n"
    assert words_html("- one\n- two") == "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"
    assert words_html("1. one\n2. two") == "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n"
    assert words_html("Very **loud** and *not* so") == "<p>Very <strong>loud</strong> and <em>not</em> so</p>\n"


@pytest.mark.parametrize(
    "address", ["https://school.example/a?b=c&d=e#f", "http://school.example", "mailto:office@school.example", "tel:+441234567890"]
)
def test_links_that_people_use_stay_links(address):
    read = Read(words_html(f"[Our school]({address}) and <{address}>"))
    assert read.addresses == [address, address]
    assert "Our school" in read.words


def test_a_link_says_nothing_about_where_it_was_clicked():
    assert words_html("[x](https://a.example)") == '<p><a href="https://a.example" rel="noreferrer nofollow">x</a></p>\n'


@pytest.mark.parametrize(
    ("words", "title", "rest"),
    [
        ("Speech sessions. Alone, in a quiet room.", "Speech sessions", "Alone, in a quiet room."),
        ("**Speech.** Alone.", "Speech", "Alone."),
        ("- one\n- two", "one", "- one\n- two"),
        ("No full stop", "No full stop", ""),
        ("First line\nsecond line", "First line", "second line"),
        ("...", "...", ""),
        ("-", "-", ""),
        ("", "", ""),
    ],
)
def test_the_first_sentence_is_the_title(words, title, rest):
    assert first_sentence(words) == (title, rest)


def test_a_long_first_sentence_is_cut_at_a_word_and_kept_whole_below():
    words = "word " * 60
    title, rest = first_sentence(words)
    assert title.endswith("word …")
    assert len(title) <= 112
    assert rest == words.strip()
