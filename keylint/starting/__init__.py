"""The start in a project: its configuration and its hook, beside what the user wrote there."""
