"""Pictures of every page, to look at and to compare with those of another checkout.

The program is driven from outside alone, by its commands and over HTTP, so that a checkout with other
modules can be photographed too. No test of the suite uses this.
"""
