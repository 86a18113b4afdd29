"""The words everybody shares, and what is remembered. Imports nothing of ours."""
