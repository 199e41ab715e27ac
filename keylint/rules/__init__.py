"""The rules: pure functions from an app's key map to findings, one module each."""
