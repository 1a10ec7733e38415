"""Values that columns hold and every subject shares: dates as given, texts in several languages."""
