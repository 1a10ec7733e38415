"""Every read of this subject that is more than a look-up."""
