"""Forms of the papers room."""
