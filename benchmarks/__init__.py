"""Measurements of the toolkit on this machine. Nothing here is asserted: a time says something about one machine on one day."""
