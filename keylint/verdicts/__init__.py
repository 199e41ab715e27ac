"""How loud a story is told: what says that a value matters, what says that nobody misses it, and the table of both."""
