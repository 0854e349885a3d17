"""What needs other computers: which addresses still answer, metrics of papers, sending mail."""
