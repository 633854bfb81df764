"""The revisions of a store, oldest first by number; one that was released is never changed."""
