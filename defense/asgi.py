import os
import warnings

from django.core.asgi import get_asgi_application

from defense.desk.gate import Gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "defense.settings")
# WhiteNoise reads its files in threads, piece by piece; Django would say so at every start.
warnings.filterwarnings(
    "ignore", message="StreamingHttpResponse must consume synchronous iterators"
)

application = Gate(get_asgi_application())
