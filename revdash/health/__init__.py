"""Health: one number for how reliably both teams hand work over, never without its parts."""
