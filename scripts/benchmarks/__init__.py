"""What scripts/bench.py is made of: generated apps, processes that are measured, and the figures."""
