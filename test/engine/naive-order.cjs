// An order as one would write it in an afternoon: it asks for the numbers and stores what it gets. No key, no look at
// what was bought before. The kill table is run against it too, to show that the table can fail.

/** @typedef {Record<string, any>} Values */

/** @type {(key: string) => string} */
let config;

/** @param {string} method @param {string} path @param {object} [body] */
async function call(method, path, body) {
  const query = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: config("clientId"),
    client_secret: config("clientSecret"),
  });
  const signedIn = await fetch(`${config("baseUrl")}/oauth/token?${query}`, { method: "POST" });
  const { access_token: token } = /** @type {Values} */ (await signedIn.json());
  const response = await fetch(`${config("baseUrl")}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const { success, error, result } = /** @type {Values} */ (await response.json());
  if (!success) throw new Error(`${method} ${path}: ${error}`);
  return result;
}

/** @param {Values} values */
function withoutHidden({ __provider, ...values }) {
  return values;
}

/** @type {import("@pulumi/pulumi").dynamic.ResourceProvider} */
exports.order = {
  configure: async (request) => {
    config = (key) => request.config.require(`cloudnumbering:${key}`);
  },
  create: async (/** @type {Values} */ inputs) => {
    const { rateCardEntrySid, amount } = inputs;
    const { sid } = await call("POST", "/orders", { type: "numbers", rateCardEntrySid, amount });
    const { numbers } = await call("GET", `/orders/${sid}`);
    return { id: sid, outs: { ...withoutHidden(inputs), sid, numbers } };
  },
  diff: async () => ({ changes: false }),
  delete: async () => {},
};
