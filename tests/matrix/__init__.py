"""Who may open which address, written out room by room; `tests/guards/test_matrix.py` opens them all."""
