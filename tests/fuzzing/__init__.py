"""Random projects for keylint, and what must hold of every one of them. `scripts/fuzz.py` runs them."""
