"""Episodes: facts in, lead episodes out; rebuilt for the people an import touched."""
