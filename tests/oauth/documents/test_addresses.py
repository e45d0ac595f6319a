"""Which addresses TaskPal connects to for a stranger: public ones only."""

import pytest

from taskpal.oauth.documents import addresses


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "93.184.216.34",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "192.0.1.0",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001:81b::200e",
    ],
)
def test_public_addresses_are_let_through(address: str) -> None:
    assert addresses.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "::1"),  # loopback
        *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),  # private
        *("fc00::1", "fd12:3456:789a::1"),  # unique local
        *("169.254.0.1", "fe80::1", "fe80::1%eth0"),  # link-local
        *("169.254.169.254", "fd00:ec2::254", "100.100.100.200"),  # metadata of clouds
        *("168.63.129.16", "192.0.0.192"),  # metadata of more clouds
        *("224.0.0.1", "239.255.255.250", "ff02::1"),  # multicast
        *("0.0.0.0", "0.1.2.3", "::"),  # unspecified, this network
        *("240.0.0.1", "255.255.255.255"),  # reserved, broadcast
        *("100.64.0.1", "100.127.255.255"),  # shared, for carriers
        *("192.0.0.1", "192.88.99.1", "198.18.0.1", "198.19.255.255"),  # special
        *("192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"),  # docs
        *("::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:8.8.8.8"),  # mapped
        *("::127.0.0.1", "::8.8.8.8"),  # compatible
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1"),  # NAT64
        *("2002:7f00:1::", "2002:a00:1::1"),  # 6to4
        *("2001::1", "2001:0:7f00:1::", "2001:10::1", "2001:20::1"),  # Teredo, ORCHID
        *("fec0::1", "100::1", "5f00::1"),  # site-local, discard, segments
        *("", "app.example", "127.1", "0x7f000001", "2130706433", "1.1.1.1:80"),
    ],
)
def test_no_other_address_is(address: str) -> None:
    assert not addresses.is_public(address)
