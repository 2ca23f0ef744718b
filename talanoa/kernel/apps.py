from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    name = "talanoa.kernel"

    def ready(self) -> None:
        # Rooms need no configuration class of their own: what a room wants known at
        # start-up stands in these two files. ``acts`` are frames of the live room.
        autodiscover_modules("listeners", "acts")
