// Resources as this package declares them, behind a dynamic provider that does nothing: what is left is the engine's own cost.

const pulumi = require("@pulumi/pulumi");

/**
 * The properties that a class of this package has and the bench's programs leave out: each costs the SDK time, with or
 * without a value.
 */
const unset = {
  Endpoint: ["isDefault", "isSecondary", "adopt", "allowDuplicate", "sid", "organisationSid"],
  NumberAssignment: ["smsEndpointSid", "onDelete", "sid", "organisationSid"],
  AllowedIp: ["allowRemovingLast", "organisationSid"],
};

/** @typedef {keyof typeof unset} Kind */

/** @param {Kind} kind as long a text as that of this package is: the state must not differ by chance */
const providerText = (kind) =>
  `exports.handler = () => require("module").createRequire(process.cwd() + "/_.js")("./handlers-that-are-empty.cjs").${kind};`;

/** One that does nothing, in the place of a resource of this package. */
exports.Floor = class Floor extends pulumi.CustomResource {
  /** @param {Kind} kind @param {string} name @param {object} args */
  constructor(kind, name, args) {
    const left = Object.fromEntries(unset[kind].map((property) => [property, undefined]));
    const properties = { ...left, ...args, __provider: providerText(kind) };
    super(`pulumi-nodejs:dynamic/cloudnumbering:${kind}`, name, properties);
  }
};
