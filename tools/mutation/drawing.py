"""A plugin of pytest's for `make mutation`: a drawn example that fails is not made smaller first.

Whether a test fails is all that is asked, and the making smaller takes longer than the test.
"""

from hypothesis import Phase, settings

settings.register_profile("mutation", phases=(Phase.explicit, Phase.generate), database=None)
settings.load_profile("mutation")
