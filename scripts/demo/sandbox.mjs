// A local cloudNumbering in a process of its own, as a user starts it, and the web portal somebody edits.

import { once } from "node:events";
import { createInterface } from "node:readline";
import { start, stop } from "../lib/processes.mjs";
import { root } from "../lib/repository.mjs";
import { Failure } from "../lib/screen.mjs";

/**
 * @typedef {object} Endpoint
 * @property {string} sid
 * @property {string} endpointType
 * @property {string} description
 * @property {string} uri
 */

/**
 * @typedef {object} World
 * @property {{ name: string, balance: number, currency: string }} organisation
 * @property {Endpoint[]} endpoints
 * @property {{ sid: string, number: string, voiceEndpointSid?: string }[]} numbers
 * @property {{ voice: string[], sms: string[] }} allowedIps
 * @property {{ sid: string }[]} catalogue
 * @property {{ sid: string, numbers: { number: string }[] }[]} orders
 */

/**
 * @typedef {object} Sandbox
 * @property {Record<string, string>} env what a program needs to talk to it
 * @property {() => Promise<World>} world
 * @property {(sid: string, patch: Partial<Endpoint>) => Promise<void>} editEndpoint
 * @property {(rateCardEntrySid: string) => Promise<World["orders"][number]>} buy one number
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Sandbox>} */
export async function startSandbox() {
  const args = ["dist/provider/cli/main.js", "sandbox", "--seed", "demo", "--json", "--port", "0"];
  const child = start(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const { baseUrl, clientId, clientSecret } = await firstLine(child);
  const control = new URL("/_sandbox", baseUrl).href;
  return {
    env: {
      CLOUDNUMBERING_BASE_URL: baseUrl,
      CLOUDNUMBERING_CLIENT_ID: clientId,
      CLOUDNUMBERING_CLIENT_SECRET: clientSecret,
    },
    world: () => ask(`${control}/world`),
    editEndpoint: async (sid, patch) => void (await ask(`${control}/portal/endpoints/${sid}`, patch)),
    buy: (rateCardEntrySid) => ask(`${control}/portal/orders`, { rateCardEntrySid }),
    stop: () => stop(child),
  };
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<{ baseUrl: string, clientId: string, clientSecret: string }>}
 */
async function firstLine(child) {
  if (child.stdout === null) throw new Error("the sandbox's output is not read");
  const lines = createInterface(child.stdout);
  const ended = once(child, "close").then(() => [""]);
  const [line] = await Promise.race([once(lines, "line"), ended]);
  try {
    return JSON.parse(line);
  } catch {
    throw new Failure(`the sandbox did not start; its first line was: ${line || "(none)"}`);
  }
}

/** @param {string} url @param {object} [body] @returns {Promise<any>} */
async function ask(url, body) {
  const post = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await fetch(url, body === undefined ? {} : post);
  if (!response.ok) throw new Failure(`${url} answers ${response.status}: ${await response.text()}`);
  return response.json();
}
