"""
The doors of the newsroom by name.

A door is a function that posts what a browser would, or a forger, and tells whether it opened:
by what the database holds afterwards, not by what the answer says.
"""

from . import accounts, articles, catalogue, keeping, links, reading

PARTS = (articles, keeping, reading, links, catalogue, accounts)
DOORS = {name: knock for part in PARTS for name, knock in part.DOORS.items()}
