"""What is said beside a plan: one verb a file, one transaction, access first, the ledger inside."""
