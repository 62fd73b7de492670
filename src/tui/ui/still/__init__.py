"""The still: a picture of how the next start will look, shown before anything is imported.

Reading the library takes a third of a second, most of it Python's imports. The still is on the
screen after a tenth of that. It is drawn by the application itself, after it was left, in a
process of its own; it is shown only while the store, the settings and the terminal are just
as they were then; and the true screen takes its place in one step.
"""
