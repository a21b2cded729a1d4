"""Registers as of any moment, figures and rebuilding, measured on a large synthetic district."""
