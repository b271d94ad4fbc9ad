// How numbers and paths are written for a person.

import os from "node:os";

/**
 * @param {number} milliseconds
 * @returns {string} `0.4 s`, `12 s`, `4 min 05 s`
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/**
 * @param {string} path
 * @returns {string} the path with the home folder written as `~`
 */
export function shortPath(path) {
  const home = os.homedir();
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/**
 * @param {unknown} error
 * @returns {string} what went wrong in one line; for a failed fetch the reason behind it
 */
export function reason(error) {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message || error.cause.name}` : "";
  return `${error.message}${cause}`;
}

/**
 * @param {string} text
 * @param {number} count
 * @returns {string} the last lines, each moved in
 */
export function lastLines(text, count) {
  const lines = text.trimEnd().split("\n");
  return lines
    .slice(-count)
    .map((line) => `      ${line}`)
    .join("\n");
}
