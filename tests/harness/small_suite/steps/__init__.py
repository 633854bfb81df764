"""The sentences of a small suite in which everything can go wrong."""
