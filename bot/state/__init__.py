"""What must not be lost, in `state.db`: migrated, backed up and owned by one process."""
