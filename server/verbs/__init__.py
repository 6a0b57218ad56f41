"""The verbs of the command line, one file each: `server/verbs/<name>.py` holds `command`."""
