"""From repairs to edits: where in the text, in the style of the file. Besides the facts, only this knows LibCST."""
