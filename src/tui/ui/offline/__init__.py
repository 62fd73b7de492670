"""Dialogs of reading without a network."""
