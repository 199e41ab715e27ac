"""Baselines: the findings that a project knows of, so that only new ones are reported."""
