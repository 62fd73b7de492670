"""What goes out: files, the clipboard, commands, other places."""
