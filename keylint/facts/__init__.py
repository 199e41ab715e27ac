"""What one file says, as plain values: read once by LibCST, then independent of any parser."""
