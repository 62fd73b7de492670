"""The feed doctor on the screen: every feed in two lines, and all of one below."""
