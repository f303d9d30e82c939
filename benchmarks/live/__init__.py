"""Our live text beside hocuspocus: same client, same load, same durability, same run."""
