"""Pages of agencies and persons."""
