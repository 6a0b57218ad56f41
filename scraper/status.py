"""A code or a text of a scan -> the status of the parcel."""
