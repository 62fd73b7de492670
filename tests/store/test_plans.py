"""Every statement of the hot paths is served by the index that is named for it."""

import pytest

from tests.store.opened import entries
from tui.store import (
    articles,
    checkups,
    columns,
    features,
    first_page,
    full_text_rows,
    full_texts,
    ingest,
    leaves,
    listing,
    names,
    notes,
    packs,
    pattern_leaf,
    pictures,
    rule_hits,
    spelling,
    status,
    stories,
    story_writing,
    subscriptions,
    text_index,
    visits,
)

IDS = "[1,2,3]"

#: Statement, parameters, and what must stand in its plan.
SERVED = [
    (listing._NEWEST_OF_ALL, (1, 1, 10), "INDEX article_by_date (sorted_at<?)"),
    (listing._NEWEST_UNREAD, (1, 1, 10), "INDEX article_unread_by_date (sorted_at<?)"),
    (first_page._NEWEST_OF_ALL, (10,), "INDEX article_by_date"),
    (first_page._NEWEST_UNREAD, (10,), "INDEX article_unread_by_date"),
    (first_page._CHANGED, (1,), "COVERING INDEX article_by_generation (generation>?)"),
    (first_page._CHANGED, (1,), "COVERING INDEX removal_by_generation (generation>?)"),
    (first_page._ROWS, (IDS,), "article USING INTEGER PRIMARY KEY (rowid=?)"),
    (listing._ROWS, (IDS,), "article USING INTEGER PRIMARY KEY (rowid=?)"),
    (listing._ENTRIES_OF, (IDS,), "article USING INTEGER PRIMARY KEY (rowid=?)"),
    (listing._TOUCHED, (1,), "COVERING INDEX article_by_generation (generation>?)"),
    (listing._REMOVED, (1,), "COVERING INDEX removal_by_generation (generation>?)"),
    (columns._HIDDEN, (), "COVERING INDEX article_hidden"),
    (columns._UNREAD, (), "COVERING INDEX article_unread_by_date"),
    (columns._TAGGED, (1,), "COVERING INDEX article_tag_by_tag (tag_id=? AND article_id>?)"),
    (articles._WHOLE, (IDS,), "content USING INTEGER PRIMARY KEY (rowid=?)"),
    (names._TAGS, (IDS,), "article_tag USING PRIMARY KEY (article_id=?)"),
    (names._TERMS, (IDS,), "article_term USING PRIMARY KEY (article_id=?)"),
    (ingest._KNOWN, (1,), "article USING INDEX sqlite_autoindex_article_1 (feed_id=?)"),
    (ingest._KNOWN_OF, (1, "[]"), "sqlite_autoindex_article_1 (feed_id=? AND guid=?)"),
    (ingest._STORED, (IDS,), "article USING INTEGER PRIMARY KEY (rowid=?)"),
    (subscriptions._ARTICLES, (1,), "sqlite_autoindex_article_1 (feed_id=?)"),
    (status._TAGS_IN_USE, (), "article_tag USING COVERING INDEX article_tag_by_tag (tag_id=?)"),
    (rule_hits._HITS_OF, (1,), "rule_hit USING INDEX rule_hit_by_article (article_id=?)"),
    (rule_hits._RULES_OF, (IDS,), "rule_hit USING COVERING INDEX rule_hit_by_article (article_id=?)"),
    (rule_hits._OLD_HITS, (IDS, 1), "rule_hit USING PRIMARY KEY (rule_id=? AND article_id=?)"),
    (spelling._IN_USE, (IDS,), "article_tag USING COVERING INDEX article_tag_by_tag (tag_id=?)"),
    (rule_hits._TAGGED, (IDS,), "article_tag USING COVERING INDEX article_tag_by_tag (tag_id=?)"),
    (rule_hits._OWN, (IDS, IDS), "article_tag USING PRIMARY KEY (article_id=?)"),
    (rule_hits._NEIGHBORS, (1, 0, 9), "sqlite_autoindex_article_1 (feed_id=?)"),
    (leaves._ACTED_ON, (IDS,), "rule_hit USING PRIMARY KEY (rule_id=?)"),
    (leaves._OF_TERM, (IDS,), "COVERING INDEX article_term_by_term (term_id=?)"),
    (leaves._OF_TERMS, (IDS,), "COVERING INDEX article_term_by_term (term_id=?)"),
    (leaves._WITH_TERMS, (), "SCAN article_term"),
    (visits._NOTE, (0, 0, "", "", 0, 0, 0, 0, 0, 1), "feed USING INTEGER PRIMARY KEY (rowid=?)"),
    (visits._VISITS_OF, (1,), "visit USING PRIMARY KEY (feed_id=?)"),
    (visits._PACES, (0, 1), "COVERING INDEX article_by_date (sorted_at>? AND sorted_at<?)"),
    (checkups._LATEST, (), "visit USING PRIMARY KEY (feed_id=? AND place=?)"),
    (checkups._PER_DAY, (1, 0, 1), "COVERING INDEX article_by_date (sorted_at>? AND sorted_at<?)"),
    (checkups._OPENED, (0, 0), "COVERING INDEX article_by_reading (read_at>?)"),
    (checkups._OPENED, (0, 0), "article USING INTEGER PRIMARY KEY (rowid=?)"),
    (text_index._PENDING, (10,), "SCAN unindexed"),
    (leaves._HAVING.format(column="author"), ("[]",), "COVERING INDEX article_by_author (author=?)"),
    (leaves._HAVING.format(column="source"), ("[]",), "COVERING INDEX article_by_source (source=?)"),
    (leaves._HAVING.format(column="language"), ("[]",), "COVERING INDEX article_by_language (language=?)"),
    (leaves._DIFFERENT.format(column="author"), (), "COVERING INDEX article_by_author (author>?"),
    (leaves._OF_LENGTH.format(conditions="words > ?"), (5,), "COVERING INDEX article_by_date"),
    (leaves._ENCLOSURES, (), "COVERING INDEX content_with_enclosures"),
    (leaves._STATES["updated"], (), "COVERING INDEX article_by_revision"),
    (leaves._IN_TIME.format(column="updated_at"), (1, 2), "COVERING INDEX article_by_update (updated_at>"),
    (leaves._IN_TIME.format(column="read_at"), (1, 2), "COVERING INDEX article_by_reading (read_at>"),
    (leaves._STATES["fulltext"], (), "COVERING INDEX full_text_there"),
    (stories._MEMBERS, (IDS,), "asked USING INTEGER PRIMARY KEY (rowid=?)"),
    (stories._MEMBERS, (IDS,), "mine USING COVERING INDEX story_member_by_story (story_id=?)"),
    (story_writing._MEMBERS, (IDS,), "mine USING COVERING INDEX story_member_by_story (story_id=?)"),
    (story_writing._SHARING, (IDS,), "known USING PRIMARY KEY (clue=?)"),
    (story_writing._FACTS, (IDS,), "article USING INTEGER PRIMARY KEY (rowid=?)"),
    (story_writing._UNSEEN, (9, 9), "article USING INTEGER PRIMARY KEY (rowid<?)"),
    (columns._IN_STORIES.format(column="article_id"), (), "COVERING INDEX story_member_by_story"),
    (columns._NAMED, (), "COVERING INDEX story_member_by_story"),
    (leaves._STATES["offline"], (), "SCAN packed USING INDEX packed_ready"),
    (rule_hits._OWN, (IDS, IDS), "note USING INTEGER PRIMARY KEY (rowid=?)"),
    (notes._TEXTS, (IDS,), "note USING INTEGER PRIMARY KEY (rowid=?)"),
    (notes.NOTED, (), "SCAN note"),
    (notes._FOUND, ("a",), "note_text VIRTUAL TABLE"),
    (notes._AMONG, ("a", IDS), "note_text VIRTUAL TABLE"),
    (pattern_leaf._NOTE, (IDS,), "note USING INTEGER PRIMARY KEY (rowid=?)"),
    (packs._PACKED, (IDS,), "packed USING INTEGER PRIMARY KEY (rowid=?)"),
    (full_text_rows._WHOLE, (IDS,), "sqlite_autoindex_full_text_1 (article_id=?)"),
    (full_text_rows._TEXTS, (IDS,), "full_text_there (article_id=?"),
    (full_texts._WITHOUT_TERMS, (IDS,), "article_term USING PRIMARY KEY (article_id=?)"),
    (full_texts._FORGET, (IDS,), "(article_id=?)"),
    (pattern_leaf._FULLER, (IDS,), "COVERING INDEX full_text_there (article_id=?"),
    (features._HAVING, (1,), "COVERING INDEX content_with_features"),
    (features._UNSEEN, (), "content_unseen"),
    (features._SOME, (10,), "INDEX content_unseen"),
    (pattern_leaf._FACT.format(column="title"), (IDS,), "article USING INTEGER PRIMARY KEY (rowid=?)"),
    (pattern_leaf._BODY, (IDS,), "article_content USING INTEGER PRIMARY KEY (rowid=?)"),
    (pictures._KNOWN, ("[]",), "picture USING INDEX sqlite_autoindex_picture_1 (url=?)"),
    (pictures._DATA, ("",), "picture USING INDEX sqlite_autoindex_picture_1 (url=?)"),
    (pictures._LINK, ("[]", 1), "picture USING COVERING INDEX sqlite_autoindex_picture_1 (url=?)"),
    (pictures._LOOSE, (), "USING COVERING INDEX article_picture_by_picture (picture_id=?)"),
    (pictures._LOOSE, (), "picture USING INDEX picture_by_use"),
]


@pytest.fixture(params=["without statistics", "with statistics"])
def sized(store, request):
    """With statistics SQLite may choose otherwise than without; both must do."""
    feed, _other = store.subscribe(1, 2, tags=("daily",))
    store.ingest(feed, *entries(range(300), terms=("a", "b")))
    if request.param == "with statistics":
        store.write(lambda connection: connection.execute("ANALYZE"))
    return store


def plan(store, statement, values):
    return "\n".join(row[3] for row in store.sql(f"EXPLAIN QUERY PLAN {statement}", *values))


def test_the_named_indexes_serve(sized):
    for statement, values, expected in SERVED:
        explained = plan(sized, statement, values)
        assert expected in explained, f"{statement}\n{explained}"


def test_pages_are_never_sorted_or_counted_through(sized):
    for statement, values, _expected in SERVED[:4]:
        assert "TEMP B-TREE FOR ORDER BY" not in plan(sized, statement, values)
    assert not any("OFFSET" in statement for statement, _values, _expected in SERVED)
