"""What is done to people: invite, join, give a duty, cover, leave. One verb a file, one transaction, the service's ledger inside."""
