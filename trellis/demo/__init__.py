"""Invented families to try Trellis with. The product never imports this; a real service never loads it."""
