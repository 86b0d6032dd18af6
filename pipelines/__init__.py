"""The use cases as plain functions: intake, extraction, verification, review, points, notification, outputs.

Each step is idempotent and keeps its result before the next begins. Nothing here knows Prefect or Streamlit.
"""
