"""The ground floor: vocabulary, registries, identifiers and rules of a seed loyalty programme.

Pure data and functions with no I/O; imports nothing of ours. Every other room speaks in these values.
"""
