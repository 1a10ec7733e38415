"""The WSGI entry point of the instance."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kembar.settings")
application = get_wsgi_application()

# A page makes some hundred thousand objects and drops nearly all at its end, without cycles. At Python's usual
# thresholds the collector walks everything the process holds a dozen times meanwhile: a quarter of the slowest
# answers' time on a register of national size (benchmarks/pages.py).
gc.freeze()
gc.set_threshold(50_000, 20, 50)
