"""What people say in a rehearsal, over HTTP and played by a worker."""

from typing import Final

QUESTION: Final = "What would you do differently now?"
ANSWER: Final = "We would begin with the users."
REASON: Final = "Imagined, as all of a rehearsal."
