"""The symbolic run: Python as far as it decides which widget is drawn when, and which value goes where."""
