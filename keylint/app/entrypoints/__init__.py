"""Which scripts are apps. The source decides who is a candidate, the run whether it shows anything.

`code` reads what a block binds and uses, `lookup` what a name means, `steps` what a piece of code does by itself,
`outline` what a script reaches from its start, `scripts` all that is seen of each; `layouts` chooses among the scripts,
`apps` runs what was chosen.
"""
