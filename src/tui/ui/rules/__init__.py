"""Rules on the screen: the list, the editor, the dry run, presets."""
