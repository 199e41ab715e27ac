"""Which repair a finding gets: questions to the key map, answered with a Repair or with the reason for none."""
