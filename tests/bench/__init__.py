"""Figures of `make bench`, each beside a floor measured in the same run (ratios, since machines differ)."""
