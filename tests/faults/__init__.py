"""What happens to acknowledged words and comments when a process dies, a disk is full or a line breaks: nothing."""
