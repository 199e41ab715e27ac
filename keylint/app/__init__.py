"""The analysed app: its modules and pages, the symbolic run of each page, and the key map that the runs add up to."""
