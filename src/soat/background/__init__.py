"""Runs the queue (`soat.common.jobs`) and shows to an administrator what failed for good (design: jobs)."""
