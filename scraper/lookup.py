"""Which sources to ask for a parcel, in what order, and what their answers may change."""
