"""The same content as a Django application with django-simple-history would keep it."""
