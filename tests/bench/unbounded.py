"""The program without what bounds the hashing of passwords: the measure of `script/bench sign-ins`.

Read as the settings, so before anything else takes the bounds from `hashing`.
"""

from defense.running import hashing
from defense.settings import *  # noqa: F403 - they are these, but for the hashing

NO_BOUND = 1_000_000
hashing.AT_ONCE = NO_BOUND
hashing.STRANGERS.size = NO_BOUND
hashing.STRANGERS.fill()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
