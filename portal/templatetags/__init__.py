"""Words that the portal's own templates need."""
