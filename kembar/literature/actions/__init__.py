"""Every write of this subject: corpora, the reading of their files, the corpora of the casebook."""
