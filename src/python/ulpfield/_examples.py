"""The example in the documentation of every study; the tests run them."""

examples = {}
