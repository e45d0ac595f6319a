"""The site itself: what someone sees who comes by."""
