import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalIp, ipProblem, isExample } from "../../provider/resources/ip-address";

test.each(["81.2.69.142", "8.8.8.8", "1.0.0.1", "223.255.255.254", "203.0.113.10", "192.31.196.1"])(
  "%s can be allowed",
  (ip) => {
    expect(ipProblem(ip)).toBeUndefined();
    expect(canonicalIp(ip)).toBe(ip);
  },
);

test.each([
  ["2001:db8::1", "is an IPv6 address"],
  ["::1", "is an IPv6 address"],
  ["fe80::1%eth0", "is an IPv6 address"],
  ["::ffff:203.0.113.10", "is an IPv4 address in the form of IPv6"],
])("E13 IPv6 is refused with the reason: %s", (ip, reason) => {
  expect(ipProblem(ip)).toContain(reason);
});

test.each(["203.0.113.0/24", "203.0.113.10/32", "2001:db8::/32", "0.0.0.0/0"])(
  "E13 a range is refused with the reason: %s",
  (ip) => {
    expect(ipProblem(ip)).toContain("is a range (CIDR), and the list takes single addresses");
  },
);

test.each([
  ["10.1.2.3", "a private address"],
  ["172.16.0.1", "a private address"],
  ["172.31.255.255", "a private address"],
  ["192.168.1.1", "a private address"],
  ["127.0.0.1", "a loopback address"],
  ["0.0.0.0", "an unspecified address"],
  ["0.1.2.3", "an unspecified address"],
  ["169.254.10.20", "a link-local address"],
  ["224.0.0.1", "a multicast address"],
  ["239.255.255.255", "a multicast address"],
  ["255.255.255.255", "the broadcast address"],
  ["100.64.0.1", "an address of carrier-grade NAT"],
  ["100.127.255.254", "an address of carrier-grade NAT"],
  ["240.0.0.1", "a reserved address"],
  ["192.0.0.1", "a reserved address"],
])("%s is refused: it is %s", (ip, what) => {
  expect(ipProblem(ip)).toMatch(new RegExp(`^is ${what}.*: declare the public one`));
});

test.each(["172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "11.0.0.1", "169.253.1.1"])(
  "%s, beside a range that is refused, is fine",
  (ip) => {
    expect(ipProblem(ip)).toBeUndefined();
  },
);

test.each(["203.0.113.010", "0xcb.0.113.10", "3405803786", "203.0.28938", "0313.0.0161.012"])(
  "%s, which programs read in different ways, is refused",
  (ip) => {
    expect(ipProblem(ip)).toContain("some programs read it otherwise");
  },
);

test.each([
  "",
  " ",
  "reception",
  "203.0.113.256",
  "203.0.113",
  "203.0.113.10.1",
  "203.0.113.-1",
  "203.0.113.1e1",
])("%j is no address", (ip) => {
  expect(ipProblem(ip)).toBeDefined();
});

test("no reason shows what was given", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4Extended(), fc.ipV6(), fc.webUrl(), fc.string({ minLength: 8 })), (text) => {
      fc.pre(text.length >= 8 && !"203.0.113.10".includes(text));
      expect(ipProblem(text) ?? "").not.toContain(text);
    }),
  );
});

test("an address has one form, whatever is around it, and that form is good", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom("", " ", "\n", "\t "), (ip, space) => {
      const canonical = canonicalIp(space + ip + space);
      expect(canonical).toBe(ip);
      expect(canonicalIp(canonical)).toBe(canonical);
      expect(ipProblem(space + ip)).toBe(ipProblem(ip));
    }),
  );
});

test.each([
  ["192.0.2.1", true],
  ["198.51.100.255", true],
  ["203.0.113.0", true],
  ["198.19.255.255", true],
  ["198.20.0.0", false],
  ["203.0.114.0", false],
  ["192.0.3.1", false],
] as const)("%s is for examples: %s", (ip, expected) => {
  expect(isExample(ip)).toBe(expected);
});
