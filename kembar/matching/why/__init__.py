"""Why this partner: what is known of two cities, what it means under each list of principles, and how it is told."""
