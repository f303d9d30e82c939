"""Live text: several people write the same words at the same moment, and nothing that was acknowledged is lost (design, 8)."""
