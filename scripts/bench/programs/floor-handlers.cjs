// A provider that does nothing: every method answers at once, with as many inputs and outputs as an endpoint has.

/** @typedef {Record<string, unknown>} Values */

let made = 0;

/** @type {Required<import("@pulumi/pulumi").dynamic.ResourceProvider>} */
exports.Baseline = {
  configure: async () => {},
  check: async (/** @type {Values} */ _olds, /** @type {Values} */ news) => ({ inputs: withoutHidden(news) }),
  diff: async () => ({ changes: false }),
  create: async (/** @type {Values} */ inputs) => {
    const id = `EP${String(++made).padStart(32, "0")}`;
    return { id, outs: { ...withoutHidden(inputs), ...reported, sid: id } };
  },
  // A read must return inputs, or the engine could not show a difference.
  read: async (id, props) => {
    const { description, endpointType, uri } = props ?? {};
    return { id, props: withoutHidden(props ?? {}), inputs: { description, endpointType, uri } };
  },
  update: async (_id, _olds, /** @type {Values} */ news) => ({ outs: withoutHidden(news) }),
  delete: async () => {},
};

const reported = { isDefault: false, isSecondary: false, organisationSid: `OR${"0".repeat(32)}` };

/** The SDK adds `__provider` to every result by itself. @param {Values} values */
function withoutHidden({ __provider, ...values }) {
  return values;
}
