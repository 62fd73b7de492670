"""A document and a width to lines; pure. Import its modules: the first frame needs only the roles."""
