"""The cellar: plain frozen values and errors, standard library only."""
