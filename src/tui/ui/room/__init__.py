"""The room that the store takes: who takes how much, what would go, and the way back."""
