"""The small parts of the scripts that can be asked without a browser."""
