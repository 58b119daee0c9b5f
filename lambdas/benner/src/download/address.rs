//! Which addresses a caller's URL may lead to.
//!
//! A function sees addresses that its caller does not: its own host's, those of the network it is
//! in, and the ones under 169.254 that give out credentials. Whoever may choose the URL must not be
//! able to read them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The addresses that may be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addresses {
    /// Those of the public internet.
    Public,
    /// All, for a server on this machine.
    Any,
}

impl Addresses {
    /// Whether a connection to `address` may be made.
    pub fn allow(self, address: IpAddr) -> bool {
        match (self, address) {
            (Self::Any, _) => true,
            (Self::Public, IpAddr::V4(address)) => is_public_v4(address),
            (Self::Public, IpAddr::V6(address)) => is_public_v6(address),
        }
    }
}

/// What is left of IPv4 without the special-purpose blocks of IANA's registry.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation()
        // "This network", the unspecified address among it.
        || a == 0
        // Shared address space of carriers (CGNAT).
        || (a == 100 && (64..128).contains(&b))
        // Protocol assignments; 6to4 relays; benchmarks; reserved.
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !special
}

/// Global unicast, and what carries a public IPv4 address.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| {
        let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // `::ffff:1.2.3.4`, where the system connects to the IPv4 address, and NAT64.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            embedded(high, low)
        }
        // 6to4.
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, benchmarks, ORCHID and other protocol assignments; documentation.
        [0x2001, 0..0x200 | 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        // All that is given out as global unicast so far. Loopback, link-local, unique local and
        // multicast addresses are outside of it.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(addresses: &str, public: bool) {
        for address in addresses.split_whitespace() {
            let address = address.parse().unwrap();
            assert_eq!(Addresses::Public.allow(address), public, "{address}");
            assert!(Addresses::Any.allow(address));
        }
    }

    #[test]
    fn public_addresses_may_be_reached() {
        check(
            "8.8.8.8 137.78.99.24 100.63.0.1 100.128.0.1 172.15.0.1 172.32.0.1 169.253.0.1",
            true,
        );
        check(
            "2600:1f18::1 2001:4860:4860::8888 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1",
            true,
        );
    }

    #[test]
    fn a_functions_own_network_may_not() {
        check(
            "127.0.0.1 127.9.9.9 0.0.0.0 0.1.2.3 10.1.2.3 172.16.0.1 172.31.0.1 192.168.1.1",
            false,
        );
        check("169.254.169.254 169.254.170.2 100.64.0.1 100.127.0.1", false);
        check("224.0.0.1 240.0.0.1 255.255.255.255 192.0.0.8 198.18.0.1 192.0.2.1", false);
    }

    #[test]
    fn nor_may_it_in_ipv6() {
        check(":: ::1 ::7f00:1 fe80::1 fec0::1 fc00::1 fd00:ec2::254 ff02::1 100::1", false);
        check("2001:db8::1 2001::1 3fff::1", false);
    }

    #[test]
    fn an_ipv4_address_is_the_same_in_ipv6() {
        check("::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:10.0.0.1", false);
        check(
            "64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 2002:7f00:1::1 2002:a00:1::",
            false,
        );
    }
}
