"""Files people hand in: taken by their content and given back as downloads only. Rows that keep them stand in rooms above."""
