"""Made-up sales of three coffee shops: euros per day."""

import numpy as np
import pandas as pd
import streamlit as st

SHOPS = ["Harbour", "Station", "Old Town"]


@st.cache_data
def load_sales():
    days = pd.date_range("2025-01-01", periods=120, freq="D")
    euros = np.random.default_rng(7).normal(400, 60, (len(days), len(SHOPS)))
    return pd.DataFrame(euros.round(), index=days, columns=SHOPS)
