// The same endpoints as somebody declares them who follows Pulumi's page on dynamic providers: a `dynamic.Resource`, its
// provider an object whose code Pulumi serializes into the state, `fetch` for the API. It signs in for each operation,
// because nothing is shared between them, and it reads the whole list for each read, because the API has no read of one.

const pulumi = require("@pulumi/pulumi");
const { endpoints } = require("./endpoints.cjs");

/** @typedef {Record<string, any>} Values */

/** @param {string} method @param {string} path @param {Values} [body] @returns {Promise<any>} */
async function call(method, path, body) {
  const baseUrl = process.env.CLOUDNUMBERING_BASE_URL;
  const query = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: process.env.CLOUDNUMBERING_CLIENT_ID ?? "",
    client_secret: process.env.CLOUDNUMBERING_CLIENT_SECRET ?? "",
  });
  const signIn = await fetch(`${baseUrl}/oauth/token?${query}`, { method: "POST" });
  if (!signIn.ok) throw new Error(`signing in failed with ${signIn.status}`);
  const { access_token } = /** @type {Values} */ (await signIn.json());
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} failed with ${response.status}`);
  return response.json();
}

/** @type {import("@pulumi/pulumi").dynamic.ResourceProvider} */
const provider = {
  async create(/** @type {Values} */ inputs) {
    const { description, endpointType, uri } = inputs;
    const { result } = await call("POST", "/endpoints", { description, endpointType, uri });
    return { id: result.sid, outs: { ...inputs, sid: result.sid } };
  },
  async read(id, props) {
    const { result } = await call("GET", "/endpoints");
    const found = result.entries.find((/** @type {Values} */ entry) => entry.sid === id);
    return found === undefined ? {} : { id, props: { ...props, ...found } };
  },
  async diff(_id, /** @type {Values} */ olds, /** @type {Values} */ news) {
    const changed = ["description", "uri"].some((key) => olds[key] !== news[key]);
    const replaces = olds.endpointType === news.endpointType ? [] : ["endpointType"];
    return { changes: changed || replaces.length > 0, replaces };
  },
  async update(id, /** @type {Values} */ olds, /** @type {Values} */ news) {
    const { description, uri } = news;
    await call("PUT", `/endpoints/${id}`, { description, uri });
    return { outs: { ...olds, ...news } };
  },
  async delete(id) {
    await call("DELETE", `/endpoints/${id}`);
  },
};

class Endpoint extends pulumi.dynamic.Resource {
  /** @param {string} name @param {object} args */
  constructor(name, args) {
    super(provider, name, { ...args, sid: undefined });
  }
}

for (const { name, args } of endpoints()) new Endpoint(name, args);
