"""Pages of the papers room: papers of a programme, the number register, text templates, verification."""
