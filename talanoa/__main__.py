"""``python -m talanoa``: the same as the ``talanoa`` command."""

import sys

from talanoa.ops.cli import main

sys.exit(main())
