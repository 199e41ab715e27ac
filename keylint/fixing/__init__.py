"""From a report with fixes to changed files: in passes, each checked again, written all or nothing."""
