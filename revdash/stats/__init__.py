"""Statistics: plain numbers in, plain numbers out; nothing here knows leads or dates."""
