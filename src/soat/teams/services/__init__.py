"""Writes of the teams room: requests and nominations, members and their acts, interests."""
