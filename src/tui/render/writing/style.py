"""How pages and books look: calm, and nothing but CSS."""

__all__ = ["BOOK_STYLE", "PAGE_STYLE"]

_TEXT = """\
h1 { font-size: 1.7em; line-height: 1.2; margin: 0 0 .5em; }
h2, h3, h4, h5, h6 { line-height: 1.3; margin: 1.6em 0 .4em; }
header dl { margin: 0 0 2em; font-size: .85em; }
header dt { float: left; clear: left; width: 6em; }
header dd { margin: 0 0 0 6.5em; overflow-wrap: anywhere; }
blockquote { margin: 1em 0; padding: 0 0 0 1em; border-left: 3px solid #c9c1b1; font-style: italic; }
pre { overflow-x: auto; padding: .8em 1em; font-size: .85em; line-height: 1.4; border: 1px solid #c9c1b1; }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; }
p code, li code, td code { font-size: .9em; }
.table { overflow-x: auto; }
table { border-collapse: collapse; margin: 1em 0; font-size: .9em; }
caption { caption-side: top; text-align: left; font-style: italic; padding-bottom: .3em; }
th, td { padding: .25em .8em .25em 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid #c9c1b1; }
.right { text-align: right; }
.center { text-align: center; }
.by { font-style: normal; text-align: right; }
.details { padding: .1em 1em; border: 1px solid #c9c1b1; }
figure { margin: 1.5em 0; }
figcaption { font-size: .85em; font-style: italic; margin-top: .4em; }
img { max-width: 100%; height: auto; }
hr { border: 0; border-top: 1px solid #c9c1b1; width: 30%; margin: 2em auto; }
.note { margin: 0 0 2em; padding: 0 0 0 1em; border-left: 3px solid #b98f3c; overflow-wrap: anywhere; }
.note p { margin: .3em 0; }
.note .label { font-size: .85em; }
aside { font-size: .85em; margin: .8em 0; }
aside .label { float: left; margin: 0 .6em 0 0; }
"""

PAGE_STYLE = (
    """\
:root { color-scheme: light dark; }
body { margin: 0 auto; padding: 2.5em 1.2em 5em; max-width: 38em; overflow-wrap: break-word;
  font: 1.08em/1.6 Charter, "Iowan Old Style", Georgia, serif; color: #2a2723; background: #f7f3ea; }
a { color: #1f5a7a; }
header dt, figcaption, aside .label { color: #7d766b; }
article + article { margin-top: 5em; padding-top: 3em; border-top: 1px solid #c9c1b1; }
nav { margin-bottom: 5em; }
@media (prefers-color-scheme: dark) {
  body { color: #e6dfd2; background: #191714; }
  a { color: #7fb4d0; }
  header dt, figcaption, aside .label { color: #968d7e; }
  th, td, hr, pre, blockquote, article + article { border-color: #413c34; }
}
@media print { body { background: none; color: #000; max-width: none; padding: 0; } }
"""
    + _TEXT
)

#: Readers of books choose fonts, colors and margins themselves.
BOOK_STYLE = "body { overflow-wrap: break-word; }\n" + _TEXT
