"""What is owed to the people whose data it is."""
