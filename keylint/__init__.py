"""keylint: finds Streamlit widgets whose values vanish, keys that collide, and workarounds that do not work."""

__version__ = "0.1.0"

HOME = "https://github.com/keylint/keylint"
"""Where the project is: its documentation stands in `blob/main/docs`."""
