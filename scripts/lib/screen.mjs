// What a person sees: sections with a title, and how long each took.

import { duration } from "./text.mjs";

/** @param {string} text @returns {string} */
export function bold(text) {
  return process.stdout.isTTY ? `\x1b[1m${text}\x1b[0m` : text;
}

/** @param {string} text */
export function title(text) {
  process.stdout.write(`\n${bold(`== ${text}`)}\n`);
}

/** @param {string} text */
export function say(text) {
  process.stdout.write(`   ${text.replaceAll("\n", "\n   ")}\n`);
}

/** Something a step expected did not happen. The message is all a person needs. */
export class Failure extends Error {
  /** @override */
  name = "Failure";
}

/**
 * One section. The step returns its result in words.
 *
 * @param {string} name
 * @param {() => Promise<string>} step
 */
export async function section(name, step) {
  title(name);
  const began = Date.now();
  const result = await step();
  say(`${result} (${duration(Date.now() - began)})`);
}
