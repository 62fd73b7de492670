"""What other readers' files say, in our words: feeds, saved searches, rules.

Text comes in and values go out; no file is opened here and nothing in a file is ever run.
What cannot be said exactly in our language is not said at all: it is left behind with its
place and the reason, because half of a filter would show or hide the wrong articles.
"""
