"""Acts that tell somebody by mail: the act and its letter in one transaction."""
