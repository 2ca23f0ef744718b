from talanoa.notices.tests.templates import templates

__all__ = ["templates"]
