"""Pictures: publishers' bytes become pixels of our own. The only place that knows Pillow.

It is imported in worker processes only, and there not before the first picture comes.
"""

from tui.pictures.drawing import indexed, pixels, png
from tui.pictures.taking import MOST_BYTES, MOST_PIXELS, take

__all__ = ["MOST_BYTES", "MOST_PIXELS", "indexed", "pixels", "png", "take"]
