"""The record of a plan: what its versions hold, how they are chained, and what one person may read of them."""
