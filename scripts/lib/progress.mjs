// Shows that a long step is alive: on a terminal one line that changes each second, elsewhere one line every ten seconds.

import { duration } from "./text.mjs";

/**
 * @typedef {object} Progress
 * @property {(text: string) => void} now what is happening at the moment
 * @property {() => void} end
 */

/**
 * @param {string} first
 * @param {NodeJS.WriteStream} stream
 * @returns {Progress}
 */
export function startProgress(first, stream = process.stderr) {
  const began = Date.now();
  let text = first;
  const line = () => `   ${duration(Date.now() - began).padStart(11)}  ${text}`;
  const draw = () =>
    stream.write(stream.isTTY ? `\r\x1b[K${shorten(line(), stream.columns)}` : `${line()}\n`);
  const timer = setInterval(draw, stream.isTTY ? 1_000 : 10_000);
  return {
    now(next) {
      text = next;
    },
    end() {
      clearInterval(timer);
      if (stream.isTTY) stream.write("\r\x1b[K");
    },
  };
}

/** A line longer than the terminal would wrap, and then could not be drawn over. */
const shorten = (/** @type {string} */ text, /** @type {number | undefined} */ width) =>
  text.slice(0, (width ?? 80) - 1);
