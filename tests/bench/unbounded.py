"""The program without what bounds the hashing of passwords: the measure of `script/bench sign-ins`.

Read as the settings, which is before the gate is set up.
"""

from defense.desk import gate
from defense.running import hashing
from defense.settings import *  # noqa: F403 - they are these, but for the hashing

NO_BOUND = 1_000_000
gate.AT_ONCE = NO_BOUND
hashing.STRANGERS.size = NO_BOUND
hashing.STRANGERS.fill()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
