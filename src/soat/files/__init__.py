"""Files people hand in: taken by their content, given back as downloads only. Rooms above keep them in their rows."""
