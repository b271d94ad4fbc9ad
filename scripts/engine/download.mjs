// The official release, from Pulumi's download site.

import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { run } from "../lib/processes.mjs";
import { wanted } from "./version.mjs";

export const releases = "https://get.pulumi.com/releases/sdk";

/** A machine without that site must not wait for it. */
const CONNECT_MS = 5_000;
const SILENCE_MS = 30_000;

/**
 * Puts the release's programs into `folder/bin`. Throws with a reason when that does not work.
 *
 * @param {string} folder
 * @param {{ from?: string, now: (text: string) => void }} options
 */
export async function download(folder, { from = releases, now }) {
  const name = archiveName();
  const archive = join(folder, name);
  now(`connecting to ${new URL(from).host}`);
  await fetchTo(`${from}/${name}`, archive, now);
  now("checking the download");
  await verify(archive, `${from}/pulumi-${wanted}-checksums.txt`, name);
  now("unpacking");
  await unpack(archive, folder);
}

/** @returns {string} what the release for this machine is called */
function archiveName() {
  const supported = ["linux", "darwin"].includes(process.platform) && ["x64", "arm64"].includes(process.arch);
  if (!supported)
    throw new Error(
      `there is no release for ${process.platform} on ${process.arch} that this script can unpack`,
    );
  return `pulumi-v${wanted}-${process.platform}-${process.arch}.tar.gz`;
}

/** @param {string} url @param {string} file @param {(text: string) => void} now */
async function fetchTo(url, file, now) {
  const { body, headers, patience } = await open(url);
  const total = Number(headers.get("content-length"));
  let received = 0;
  const count = async function* (/** @type {AsyncIterable<Uint8Array>} */ chunks) {
    for await (const chunk of chunks) {
      patience.renew();
      received += chunk.length;
      now(`downloading: ${megabytes(received)}${total > 0 ? ` of ${megabytes(total)}` : ""}`);
      yield chunk;
    }
  };
  try {
    await pipeline(
      Readable.fromWeb(/** @type {import("node:stream/web").ReadableStream} */ (body)),
      count,
      createWriteStream(file),
    );
  } finally {
    patience.end();
  }
}

/**
 * @param {string} url
 * @returns {Promise<{ body: ReadableStream, headers: Headers, patience: ReturnType<typeof startPatience> }>}
 */
async function open(url) {
  const patience = startPatience();
  try {
    const response = await fetch(url, { signal: patience.signal });
    if (!response.ok || response.body === null) throw new Error(`${url} answers ${response.status}`);
    patience.renew();
    return { body: response.body, headers: response.headers, patience };
  } catch (error) {
    patience.end();
    throw patience.signal.aborted ? patience.signal.reason : error;
  }
}

/** Gives up on a server that does not answer, and later on one that falls silent. */
function startPatience() {
  const controller = new AbortController();
  const giveUp = (/** @type {number} */ ms) => controller.abort(new Error(`no answer in ${ms / 1000} s`));
  let timer = setTimeout(giveUp, CONNECT_MS, CONNECT_MS);
  return {
    signal: controller.signal,
    end: () => clearTimeout(timer),
    renew() {
      clearTimeout(timer);
      timer = setTimeout(giveUp, SILENCE_MS, SILENCE_MS);
    },
  };
}

/**
 * Compares with the release's list of checksums. Without that list the encrypted connection has to be enough, as it is for
 * Pulumi's own installer.
 *
 * @param {string} archive
 * @param {string} listUrl
 * @param {string} name
 */
async function verify(archive, listUrl, name) {
  const list = await fetchText(listUrl);
  const expected = list
    ?.split("\n")
    .find((line) => line.trim().endsWith(name))
    ?.trim()
    .split(/\s+/)[0];
  if (expected === undefined) return;
  const hash = createHash("sha256");
  await pipeline(createReadStream(archive), hash);
  const actual = hash.digest("hex");
  if (actual !== expected.toLowerCase())
    throw new Error(`the checksum of ${name} is ${actual}, expected ${expected}`);
}

/** @param {string} url @returns {Promise<string | undefined>} */
async function fetchText(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(CONNECT_MS) });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} archive @param {string} folder */
async function unpack(archive, folder) {
  const into = join(folder, "unpacked");
  mkdirSync(into);
  const result = await run("tar", ["-xzf", archive, "-C", into]);
  if (result.code !== 0) throw new Error(`tar could not unpack it: ${result.stderr.trim()}`);
  const top = join(into, "pulumi");
  renameSync(existsSync(join(top, "bin")) ? join(top, "bin") : top, join(folder, "bin"));
}

const megabytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 1e6)} MB`;
