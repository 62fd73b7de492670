"""Tests of the only HTTP."""
