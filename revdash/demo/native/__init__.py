"""Native: the demo's world as rows of our own tables, one file a subject."""
