"""What is done to people and circles: one verb a file."""
