"""The examples in the API's document: asked of the real app, and written down.

`python -m tests.web.examples` writes taskpal/web/examples.json anew; test_examples.py
asks everything again and compares. An operation that is new needs an example in one of
the chapters.
"""
