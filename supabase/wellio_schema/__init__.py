"""`sql/`: loaded, compared, and written as migrations and types."""
