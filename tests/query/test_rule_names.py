"""``rule:`` in the language: read, printed, matched, offered, and what is said of a wrong name."""

from tests.factories import NOW
from tui.query import Subject, matches, parse, print_query
from tui.query.mentions import unknown_name
from tui.query.nodes import Not, Term, shown
from tui.query.suggest import Names, complete


def test_a_rule_is_named_whole_without_regard_to_case():
    query = parse('rule:"sports off" -rule:mute')
    assert print_query(query) == 'rule:"sports off" -rule:mute'
    assert matches(query.expr, Subject(rules=("Sports off",)), NOW)
    assert not matches(query.expr, Subject(rules=("Sports off", "Mute")), NOW)
    assert not matches(parse("rule:sports").expr, Subject(rules=("Sports off",)), NOW)
    assert matches(parse("rule:(a,mute)").expr, Subject(rules=("Mute",)), NOW)


def test_what_a_rule_acted_on_is_shown_though_it_be_hidden():
    assert shown(parse("rule:x").expr) == Term("rule", "is", ("x",))
    assert isinstance(shown(parse("x").expr).parts[1], Not)


def test_a_rule_that_nobody_wrote_is_marked_with_the_nearest():
    names = {"rule": ("Sports off", "Mute")}
    assert unknown_name('a rule:"sports OFF"', names) is None
    wrong = unknown_name("a rule:mut", names)
    assert wrong is not None
    assert (wrong.sentence, wrong.position, wrong.length) == ("no rule “mut”: did you mean rule:Mute?", 7, 3)


def test_rules_are_offered():
    offers = complete("rule:o", 6, Names(rules=("Sports off", "Mute", "Odd")))
    assert [(one.insert, one.count) for one in offers] == [("Odd", None), ('"Sports off"', None)]
