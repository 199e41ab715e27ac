"""Under which conditions something happens: formulas over finite-domain variables, and questions about them.

A formula costs what the source costs, because nothing is expanded; what it means is decided only when it is asked.
"""
