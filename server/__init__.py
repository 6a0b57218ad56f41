"""Facts -> case -> notices -> the buyer."""
