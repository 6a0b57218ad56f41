"""How many random examples the properties try: few by default, `ORDERWARDEN_EXAMPLES=100000` for a long night."""

import os

EXAMPLES = int(os.environ.get("ORDERWARDEN_EXAMPLES", "120"))
