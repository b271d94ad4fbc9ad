// Providers that do nothing: every method answers at once, with as many inputs and outputs as a real one has.

/** @typedef {Record<string, unknown>} Values */

const organisationSid = `OR${"0".repeat(32)}`;

exports.Endpoint = doNothing({
  inputs: ["description", "endpointType", "uri"],
  reported: { isDefault: false, isSecondary: false, organisationSid },
  hasSid: true,
});

exports.NumberAssignment = doNothing({
  inputs: ["number", "voiceEndpointSid", "reference"],
  reported: { smsEndpointSid: "", organisationSid },
  hasSid: true,
});

exports.AllowedIp = doNothing({
  inputs: ["endpointType", "ip"],
  reported: { organisationSid },
  hasSid: false,
});

/**
 * @param {{ inputs: readonly string[], reported: Values, hasSid: boolean }} kind
 * @returns {Required<import("@pulumi/pulumi").dynamic.ResourceProvider>}
 */
function doNothing({ inputs: names, reported, hasSid }) {
  let made = 0;
  return {
    configure: async () => {},
    check: async (/** @type {Values} */ _olds, /** @type {Values} */ news) => ({
      inputs: withoutHidden(news),
    }),
    diff: async () => ({ changes: false }),
    create: async (/** @type {Values} */ inputs) => {
      const id = `EP${String(++made).padStart(32, "0")}`;
      return { id, outs: { ...withoutHidden(inputs), ...reported, ...(hasSid && { sid: id }) } };
    },
    // A read must return inputs, or the engine could not show a difference.
    read: async (id, props = {}) => {
      const inputs = Object.fromEntries(names.map((name) => [name, props[name]]));
      return { id, props: withoutHidden(props), inputs };
    },
    update: async (_id, _olds, /** @type {Values} */ news) => ({ outs: withoutHidden(news) }),
    delete: async () => {},
  };
}

/** The SDK adds `__provider` to every result by itself. @param {Values} values */
function withoutHidden({ __provider, ...values }) {
  return values;
}
