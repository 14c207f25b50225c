"""Formats of the interface in English (`FORMAT_MODULE_PATH`): the Vietnamese ones (requirement A4)."""
