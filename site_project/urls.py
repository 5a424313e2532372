"""Which application answers which address."""

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path

from reviews.admin.autocomplete import CountingAutocomplete
from reviews.admin.searching import look_for_few_words

# Those of other apps too: all have registered by now.
look_for_few_words(admin.site)
autocomplete = admin.site.admin_view(CountingAutocomplete.as_view(admin_site=admin.site))

urlpatterns = [
    # In place of Django's own under the same name.
    path("admin/autocomplete/", autocomplete),
    path("admin/", admin.site.urls),
    path("", include("recommendations.urls")),
    path("", include("reviews.urls")),
]

# Production leaves uploaded files to the web server; Django would read each into a worker.
if settings.DEBUG and settings.MEDIA_URL.startswith("/"):
    urlpatterns = [
        *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
        *urlpatterns,
    ]
