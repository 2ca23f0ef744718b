from django.db import models


class Theme(models.Model):
    """A shelf of the library."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Resource(models.Model):
    """A public work that helps: where it stands, in which languages, on what terms."""

    code = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=300)
    title_note = models.TextField(blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    year_is_verified = models.BooleanField(default=False)
    kind = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=500, blank=True)
    url_was_seen = models.BooleanField(default=False)
    languages = models.JSONField(default=list, blank=True)
    audience = models.JSONField(default=list, blank=True)
    themes = models.ManyToManyField(Theme, related_name="resources", blank=True)
    summary = models.TextField(blank=True)
    licence = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True)
    is_verified = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title
