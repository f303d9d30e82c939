"""Say why a file was not taken in, in a sentence for the person who chose it."""


class FileRefused(Exception):  # noqa: N818 a refusal is an answer, not a fault
    """Carry the sentence; nothing of the file is kept."""
