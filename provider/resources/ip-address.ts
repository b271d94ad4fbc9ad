/** Loaded when an address is first looked at: most programs declare none. */
function library(): typeof import("ipaddr.js") {
  return require("ipaddr.js");
}

type Range = ReturnType<InstanceType<typeof import("ipaddr.js").IPv4>["range"]>;

/** Addresses from which nothing reaches the service over the public internet. */
const UNREACHABLE: Partial<Record<Range, string>> = {
  private: "is a private address",
  loopback: "is a loopback address",
  unspecified: "is an unspecified address",
  linkLocal: "is a link-local address",
  multicast: "is a multicast address",
  broadcast: "is the broadcast address",
  carrierGradeNat: "is an address of carrier-grade NAT",
  reserved: "is a reserved address",
};

/** Set aside for documents (RFC 5737) and benchmarks (RFC 2544), and used in examples and tests. */
const EXAMPLES = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15"];

/**
 * What is wrong with an address of the allowlist, or `undefined`. Never shows it.
 *
 * GUESS: that the list takes single IPv4 addresses only. The API's pages speak of a "public source IP" and show no other.
 */
export function ipProblem(text: string): string | undefined {
  const ip = text.trim();
  const { IPv4, IPv6 } = library();
  if (ip.includes("/")) {
    return "is a range (CIDR), and the list takes single addresses: declare one AllowedIp for each of them";
  }
  if (IPv6.isValid(ip)) {
    return IPv6.parse(ip).isIPv4MappedAddress()
      ? "is an IPv4 address in the form of IPv6: write it as four numbers, such as 203.0.113.10"
      : "is an IPv6 address, and the list takes IPv4 only: declare the IPv4 address that your traffic comes from";
  }
  if (!IPv4.isValidFourPartDecimal(ip)) {
    return IPv4.isValid(ip)
      ? "is written so that some programs read it otherwise (a leading zero, hexadecimal, fewer than four numbers): " +
          "write four decimal numbers, such as 203.0.113.10"
      : "must be an IPv4 address, such as 203.0.113.10";
  }
  const unreachable = isExample(ip) ? undefined : UNREACHABLE[IPv4.parse(ip).range()];
  return unreachable && `${unreachable}: declare the public one that the service sees your traffic come from`;
}

/** The one way to write a good address. What is none stays as it is, for {@link ipProblem} to say so. */
export function canonicalIp(text: string): string {
  const ip = text.trim();
  const { IPv4 } = library();
  return IPv4.isValidFourPartDecimal(ip) ? IPv4.parse(ip).toString() : ip;
}

/** Whether a good address is one of those that belong to nobody, so that they can stand in examples. */
export function isExample(ip: string): boolean {
  const { IPv4 } = library();
  const address = IPv4.parse(ip);
  return EXAMPLES.some((range) => address.match(IPv4.parseCIDR(range)));
}
