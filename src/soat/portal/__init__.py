"""What joins the rooms for a person: my work, the permission page, the trail of any record."""
