"""The screens: the only Streamlit in the package."""
