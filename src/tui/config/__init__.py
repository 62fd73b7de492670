"""Settings, folders, keys and the remembered session: read once, passed in, never global."""
