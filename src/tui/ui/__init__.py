"""The screen: the only place that knows Textual."""

import os

# Textual gathers changes for a 60th of a second before it paints. A key should not wait
# that long for its frame; the variable is read when Textual is imported, so it is set first.
os.environ.setdefault("TEXTUAL_FPS", "240")
