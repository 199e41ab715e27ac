"""What changes for an app between two versions of Streamlit: pure functions from its key map to plain values."""
