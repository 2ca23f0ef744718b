"""Every template parses, and names only templates and addresses that exist."""

import pytest
from django.template import engines

from tests.contracts import tree

TEMPLATES = [source.path for source in tree.templates()]


@pytest.mark.parametrize("path", TEMPLATES)
def test_template_parses(path):
    name = path.partition("/templates/")[2]

    template = engines["django"].get_template(name)

    assert template.origin.name == str(tree.ROOT / path)
