"""Letting in a device that has no browser of its own (RFC 8628).

The device shows a code; its user types that on a phone or a laptop, and says yes or no
there. Meanwhile the device asks again every few seconds.
"""
