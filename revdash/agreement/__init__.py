"""Agreement: what each side promised, and how far it is kept."""
