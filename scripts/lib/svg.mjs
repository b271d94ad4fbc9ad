// Elements of an SVG as text: no dependency, the same bytes for the same numbers.

/** @param {string} name @param {Record<string, string | number>} attributes @param {readonly string[]} [content] */
export function element(name, attributes, content) {
  const said = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escaped(value)}"`,
  );
  return `<${name}${said.join("")}${content === undefined ? "/>" : `>${content.join("")}</${name}>`}`;
}

export const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;

export const escaped = (/** @type {string} */ words) =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
