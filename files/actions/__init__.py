"""What is done with a file of a case: take it in, hand it out."""
