"""What is done to a plan: one verb a file, one transaction, access first, the ledger inside."""
