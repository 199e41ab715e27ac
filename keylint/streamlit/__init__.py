"""What is true of Streamlit, by version: its commands as generated data, its measured behaviour as named versions."""
