"""Maps of the literature: asked for, made, drawn, kept, exchanged."""
