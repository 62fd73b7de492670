"""The tag pane: tags with live counts, as a tree that filters."""
