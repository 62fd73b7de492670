"""What texts mean, and what is said about those that mean nothing."""

import pytest

from tui.model.errors import QuerySyntaxError
from tui.query import EVERYTHING, And, Not, Or, Query, SortKey, Term, parse, print_query
from tui.query.parser import MAX_DEPTH, MAX_LENGTH, MAX_VALUES


def words(*values):
    return Term("text", "words", values)


MEANINGS = [
    ("", EVERYTHING),
    ("  \n ", EVERYTHING),
    ("morocco", words("morocco")),
    ('"Two words"', words("Two words")),
    (r'"say \"hi\" \\ \n"', words(r'say "hi" \ \n')),
    ("moro*", Term("text", "prefix", ("moro",))),
    ('"two wor"*', Term("text", "prefix", ("two wor",))),
    ("a b", And((words("a"), words("b")))),
    ("a AND b", And((words("a"), words("b")))),
    ("a or b", And((words("a"), words("or"), words("b")))),
    ("a OR b | c", Or((words("a"), words("b"), words("c")))),
    ("a b OR c", Or((And((words("a"), words("b"))), words("c")))),
    ("a(b)c", And((words("a"), words("b"), words("c")))),
    ("-a", Not(words("a"))),
    ("!a", Not(words("a"))),
    ("NOT a", Not(words("a"))),
    ("NOT -a", words("a")),
    ("-(a b)", Not(And((words("a"), words("b"))))),
    ("foo-bar a,b 12:30", And((words("foo-bar"), words("a,b"), words("12:30")))),
    ("#news", Term("tag", "is", ("news",))),
    ("+news", Term("tag", "is", ("news",))),
    ("label:news", Term("tag", "is", ("news",))),
    ('#"two words"', Term("tag", "is", ("two words",))),
    ("#news/africa", Term("tag", "is", ("news/africa",))),
    ("#C#", Term("tag", "is", ("C#",))),
    ("tag:(a, b)", Term("tag", "any", ("a", "b"))),
    ("tag:(a)", Term("tag", "any", ("a",))),
    ("#(a,b)", Term("tag", "any", ("a", "b"))),
    ("tag:*", Term("tag", "exists")),
    ("#*", Term("tag", "exists")),
    ('#"*"', Term("tag", "is", ("*",))),
    ("tag:(a,*)", Or((Term("tag", "is", ("a",)), Term("tag", "exists")))),
    ("title:foo", Term("title", "words", ("foo",))),
    ("INTITLE:foo", Term("title", "words", ("foo",))),
    ("intext:foo", Term("body", "words", ("foo",))),
    ("title:(a,b)", Term("title", "words", ("a", "b"))),
    ("title:(a,b*)", Or((Term("title", "words", ("a",)), Term("title", "prefix", ("b",))))),
    ("author:doe", Term("author", "contains", ("doe",))),
    ("author:jan*", Term("author", "prefix", ("jan",))),
    ('author:="Jane Doe"', Term("author", "=", ("Jane Doe",))),
    ('author:=""', Term("author", "=", ("",))),
    ("inurl:/2026/11/", Term("url", "contains", ("/2026/11/",))),
    ("url:a:b", Term("url", "contains", ("a:b",))),
    ("site:example.org", Term("feed-url", "contains", ("example.org",))),
    ("folder:news", Term("category", "is", ("news",))),
    ("category:=news", Term("category", "=", ("news",))),
    ("lang:(en,pt-BR)", Term("lang", "is", ("en", "pt-br"))),
    ("is:Unread", Term("is", "is", ("unread",))),
    ("is:(starred,later)", Term("is", "is", ("starred", "later"))),
    ("has:audio", Term("has", "is", ("audio",))),
    ("date:2w..1w", Term("date", "..", ("2w", "1w"))),
    ("date:..2026-10", Term("date", "..", ("", "2026-10"))),
    ("date:3d..", Term("date", "..", ("3d", ""))),
    ("date:Today", Term("date", "=", ("today",))),
    ("received:>=2026-11-23T14:00", Term("received", ">=", ("2026-11-23t14:00",))),
    ("since:P3D", Term("newer", "=", ("p3d",))),
    ("before:1y", Term("older", "=", ("1y",))),
    ("words:>0500", Term("words", ">", ("500",))),
    ("minutes:=5", Term("minutes", "=", ("5",))),
    ("words:(<100,>900)", Or((Term("words", "<", ("100",)), Term("words", ">", ("900",))))),
    ("id:(1,2)", Term("id", "=", ("1", "2"))),
    ("/colou?r/", Term("text", "regex", ("/colou?r/",))),
    ("/a b, (c)/mi", Term("text", "regex", ("/a b, (c)/im",))),
    (r"/a\/b/", Term("text", "regex", (r"/a\/b/",))),
    ("-/a/", Not(Term("text", "regex", ("/a/",)))),
    ("intitle:/^Re: /", Term("title", "regex", ("/^Re: /",))),
    ("title:(/a/,/b,c/s)", Term("title", "regex", ("/a/", "/b,c/s"))),
    ("title:(/a/,b)", Or((Term("title", "regex", ("/a/",)), Term("title", "words", ("b",))))),
    ("author:/^j/", Term("author", "regex", ("/^j/",))),
    ("feed:/^The/", Term("feed", "regex", ("/^The/",))),
    (r"url:/\.pdf$/", Term("url", "regex", (r"/\.pdf$/",))),
    ("url:/2026/11/", Term("url", "contains", ("/2026/11/",))),
    ("url:/2026/", Term("url", "contains", ("/2026/",))),
    ("#/a/", Term("tag", "is", ("/a/",))),
    ("category:/a/", Term("category", "is", ("/a/",))),
    ("a/b/c", words("a/b/c")),
]


@pytest.mark.parametrize(("text", "expr"), MEANINGS, ids=[text or "nothing" for text, _ in MEANINGS])
def test_meanings(text, expr):
    assert parse(text) == Query(expr)


def test_modifiers_stand_anywhere_outside():
    query = Query(words("a"), (SortKey("title"), SortKey("date", True)), 5)
    assert parse("a sort:title,-date limit:5") == query
    assert parse("limit:5 sort:TITLE,-date a") == query
    assert parse("sort:words") == Query(sort=(SortKey("words"),))
    assert parse("group:Feed a limit:2") == Query(words("a"), limit=2, group="feed")


def test_the_last_bare_word_is_a_beginning_while_typing():
    assert parse("a mor", typing=True).expr == And((words("a"), Term("text", "prefix", ("mor",))))
    assert parse("title:mor", typing=True).expr == Term("title", "prefix", ("mor",))
    assert parse('"two wo', typing=True).expr == Term("text", "prefix", ("two wo",))
    assert parse('feed:"ker', typing=True).expr == Term("feed", "contains", ("ker",))
    # Not when something was typed after it, when it is quoted, or when it is no text.
    assert parse("a mor ", typing=True) == parse("a mor")
    assert parse('"two"', typing=True) == parse('"two"')
    assert parse("#mor", typing=True) == parse("#mor")
    assert parse("title:(a,b)", typing=True) == parse("title:(a,b)")


MISTAKES = [
    # text, position, length, the sentence (as far as it is short)
    ("OR", 0, 2, "expected something to find before OR"),
    ("| a", 0, 1, "expected something to find before OR"),
    ("a OR", 4, 1, "expected something to find after OR"),
    ("a |", 3, 1, "expected something to find after OR"),
    ("a | | b", 4, 1, "expected something to find after OR"),
    ("(a |) b", 4, 1, "expected something to find after OR"),
    ("AND a", 0, 3, "expected something to find before AND"),
    ("a AND", 2, 3, "expected something to find after AND"),
    ("a AND AND b", 2, 3, "expected something to find after AND"),
    ("a AND | b", 2, 3, "expected something to find after AND"),
    ("(a AND)", 3, 3, "expected something to find after AND"),
    ("NOT", 0, 3, "expected something to leave out after NOT"),
    ("a NOT OR b", 2, 3, "expected something to leave out after NOT"),
    ("-", 0, 1, "expected something to leave out after -"),
    ("(-)", 1, 1, "expected something to leave out after -"),
    ("a - b", 2, 1, "no space after -; to find the sign itself put it in quotes"),
    ("! b", 0, 1, "no space after !; to find the sign itself put it in quotes"),
    ("(", 0, 1, "this parenthesis is never closed"),
    ("a (b", 2, 1, "this parenthesis is never closed"),
    ("((a)", 0, 1, "this parenthesis is never closed"),
    (")", 0, 1, "this parenthesis closes nothing"),
    ("a) b", 1, 1, "this parenthesis closes nothing"),
    ("()", 0, 2, "expected something to find between the parentheses"),
    ("a ( ) b", 2, 3, "expected something to find between the parentheses"),
    ('"a', 0, 1, "this quotation mark is never closed"),
    ('a "', 2, 1, "this quotation mark is never closed"),
    ('feed:"a', 5, 1, "this quotation mark is never closed"),
    ('"a\\"', 0, 1, "this quotation mark is never closed"),
    ('""', 0, 2, "there is no letter or digit in “” to look for"),
    ('"…"', 0, 3, "there is no letter or digit in “…” to look for"),
    ("a & b", 2, 1, "there is no letter or digit in “&” to look for"),
    ("*", 0, 1, "there is no letter or digit in “*” to look for"),
    ('""*', 0, 3, "there is no letter or digit in “” to look for"),
    ("#", 0, 1, "there is no letter or digit in “#” to look for"),
    ("# a", 0, 1, "there is no letter or digit in “#” to look for"),
    ("#/", 1, 1, "a tag needs a name"),
    ('#""', 1, 2, "tag: needs a value"),
    ("#)", 0, 1, "tag: needs a value right behind it"),
    ("#|a", 1, 1, "tag: needs a value here"),
    ("#mor*", 1, 4, "a tag is matched whole, with those below it; leave the * away"),
    ("tag:=a", 4, 2, "tag: does not take ="),
    ("tag:", 0, 4, "tag: needs a value right behind it"),
    ("title: a", 0, 6, "title: needs a value right behind it"),
    ("(title:)", 1, 6, "title: needs a value right behind it"),
    ('title:"" a', 6, 2, "there is no letter or digit in “” to look for"),
    ("feed:= a", 7, 1, "feed: needs a value here"),
    ("words:>", 7, 1, "words: needs a value here"),
    ("autor:x", 0, 6, "no field “autor:”: did you mean author:?"),
    ("catgory:x", 0, 8, "no field “catgory:”: did you mean category:?"),
    ("http://x", 0, 5, "no field “http:”: put text with a colon in quotes; the fields are …"),
    ("is:unraed", 3, 6, "is: does not know “unraed”: did you mean is:unread?"),
    ("is:xyzzy", 3, 5, "is: does not know “xyzzy”: it takes unread, read …"),
    ("has:(audio,vidoe)", 11, 5, "has: does not know “vidoe”: did you mean has:video?"),
    ("is:>unread", 3, 7, "is: does not take >"),
    ("lang:english!", 5, 8, "lang: takes a code such as en or pt-BR, not “english!”"),
    ("lang:e*", 5, 2, "lang: takes no *"),
    ("url:a*", 4, 2, "url: takes no *, it finds any part as it is"),
    ("date:yesterdy", 5, 8, "“yesterdy” is no date: did you mean yesterday?"),
    ("date:32", 5, 2, "“32” is no date: try today, 2026-11, 2w or 2w..1w"),
    ("date:2026-02-30", 5, 10, "“2026-02-30” is no date: try today, 2026-11, 2w or 2w..1w"),
    ("date:2026-13", 5, 7, "“2026-13” is no date: try today, 2026-11, 2w or 2w..1w"),
    ("date:0000", 5, 4, "“0000” is no date: try today, 2026-11, 2w or 2w..1w"),
    ("date:9999", 5, 4, "“9999” is no date: try today, 2026-11, 2w or 2w..1w"),
    ("date:2w..x", 5, 5, "“x” is no date: try today, 2026-11, 2w or 2w..1w"),
    ("date:..", 5, 2, "a range needs at least one end, such as 2w.. or ..1w"),
    ("date:>2w..1w", 5, 7, "“2w..1w” is no date: try today, 2026-11, 2w or 2w..1w"),
    ("newer:2w..", 6, 4, "“2w..” is no date: try today, 2026-11, 2w or 2w..1w"),
    ("words:many", 6, 4, "“many” is not a number"),
    ("words:1..x", 6, 4, "“x” is not a number"),
    ("words:-5", 6, 2, "“-5” is not a number"),
    ("id:1234567890123456", 3, 16, "“1234567890123456” is not a number"),
    ("tag:(a b)", 7, 1, "expected , or ) in this list"),
    ("tag:(a", 6, 1, "expected , or ) in this list"),
    ("tag:(a,", 7, 1, "tag: needs a value here"),
    ("tag:()", 5, 1, "tag: needs a value here"),
    ("tag:(a,,b)", 7, 1, "tag: needs a value here"),
    ("tag:((a))", 5, 1, "tag: needs a value here"),
    ("/ab", 0, 3, "expected / at the end of this pattern; words with slashes go in quotes"),
    ("//", 0, 2, "expected / at the end of this pattern; words with slashes go in quotes"),
    ("a title:/a b", 8, 2, "expected / at the end of this pattern; words with slashes go in quotes"),
    ("/(/", 1, 1, "this pattern cannot be read: missing ), unterminated subpattern"),
    ("a /b[/", 4, 1, "this pattern cannot be read: unterminated character set"),
    ("/a**/", 3, 1, "this pattern cannot be read: multiple repeat"),
    ("/+/", 1, 1, "this pattern cannot be read: nothing to repeat"),
    ("title:/a)/", 8, 1, "this pattern cannot be read: unbalanced parenthesis"),
    ("/ab\\p/", 3, 1, "this pattern cannot be read: bad escape \\p"),
    ("/(?<=a+)b/", 1, 1, "this pattern cannot be read: look-behind requires fixed-width pattern"),
    ("/a{99999999999}/", 2, 13, "this pattern repeats too much"),
    ("/ab/x", 4, 1, "a pattern takes the flags i, m and s, each once; not “x”"),
    ("/ab/imx", 6, 1, "a pattern takes the flags i, m and s, each once; not “imx”"),
    ("/ab/ii", 5, 1, "a pattern takes the flags i, m and s, each once; not “ii”"),
    ("title:=/a/", 7, 3, "title: takes a pattern without ="),
    (f"/{'a' * 501}/", 501, 1, "a pattern ends after 500 characters"),
    ("sort:dat", 5, 3, "sort: does not know “dat”: did you mean date?"),
    ("sort:xyzzy", 5, 5, "sort: does not know “xyzzy”: it takes date …"),
    ("sort: date", 0, 5, "sort: needs a value right behind it"),
    ('sort:"date"', 0, 5, "sort: needs a value right behind it"),
    ("sort:date sort:title", 10, 10, "sort: stands here twice"),
    ("limit:1 limit:1", 8, 7, "limit: stands here twice"),
    ("group:author", 6, 6, "group: does not know “author”: it takes day …"),
    ("group:days", 6, 4, "group: does not know “days”: did you mean day?"),
    ("group:day group:tag", 10, 9, "group: stands here twice"),
    ("-group:day", 1, 6, "group: stands on its own, outside of parentheses and NOT"),
    ("sort:weight", 5, 6, "sort: does not know “weight”: it takes date …"),
    ("copies:many", 7, 4, "“many” is not a number"),
    ("story:>3", 6, 2, "story: does not take >"),
    ("story:1..3", 6, 4, "“1..3” is not a number"),
    ("is:duplicates", 3, 10, "is: does not know “duplicates”: did you mean is:duplicate?"),
    ("limit:0", 6, 1, "limit: takes a number from 1 on"),
    ("limit:x", 6, 1, "limit: takes a number from 1 on"),
    ("limit:", 0, 6, "limit: needs a value right behind it"),
    ("-sort:date", 1, 5, "sort: stands on its own, outside of parentheses and NOT"),
    ("(a sort:date)", 3, 5, "sort: stands on its own, outside of parentheses and NOT"),
    ("a OR sort:date", 14, 1, "expected something to find after OR"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "position", "length", "says"), MISTAKES, ids=[row[0] for row in MISTAKES])
def test_mistakes(text, position, length, says):
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    error = caught.value
    assert (error.position, error.length) == (position, length), error.message
    assert error.message == says or (says.endswith(" …") and error.message.startswith(says[:-2]))


def test_nesting_and_length_have_an_end():
    deep = "(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH
    assert parse(deep) == parse("a")
    for text in ("(" * 10_000, "(a|" * 10_000, "-(" * 10_000):
        with pytest.raises(QuerySyntaxError, match=f"more than {MAX_DEPTH} parentheses"):
            parse(text)
    assert len(parse("a " * MAX_VALUES).expr.parts) == MAX_VALUES
    assert len(parse("a|" * (MAX_VALUES - 1) + "a").expr.parts) == MAX_VALUES
    for text, position in (("a " * 20_000, 20_000), (f"id:({'1,' * 20_000}1)", 20_004)):
        with pytest.raises(QuerySyntaxError, match="at most 10,000 words and values") as caught:
            parse(text)
        assert caught.value.position == position
    with pytest.raises(QuerySyntaxError, match="ends after 100,000 characters") as caught:
        parse("a " * 60_000)
    assert (caught.value.position, caught.value.length) == (MAX_LENGTH, 20_000)
    assert parse("-" * 10_000 + "a") == parse("a")
    assert parse("NOT " * 9_999 + "a") == parse("-a")


@pytest.mark.parametrize(
    "text",
    ["\\" * 100_000, "x" * 100_000, '"' * 99_999, '"\\' * 50_000, "#" * 100_000, "a:" * 50_000, "-#a " * 25_000,
     "/" * 100_000, "/a " * 33_000, "(" * 100_000, ")" * 100_000, "tag:(" + "a," * 9_000, "|" * 100_000, "é" * 100_000,
     "sort:" + "date," * 19_000, "date:" + "." * 99_000, "words:" + "9" * 99_000, "lang:" + "a-" * 40_000, "京" * 100_000,
     "NOT " * 25_000, "a OR " * 20_000, "title:/" + "(" * 99_000, "#a" * 50_000, "\x00" * 100_000],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_hostile_texts_are_answered_at_once_and_briefly(text):
    # Whoever is not linear here needs minutes, and the test's own limit ends him.
    for typing in (False, True):
        try:
            assert parse(print_query(parse(text, typing=typing))) == parse(text, typing=typing)
        except QuerySyntaxError as error:
            assert len(error.message) < 400
            assert 0 <= error.position <= len(text)
