"""The OAuth protocol as apps speak it: Authlib's engine under TaskPal's rules.

`server` puts the pieces together; each grant and each extension has a file of its own.
"""
