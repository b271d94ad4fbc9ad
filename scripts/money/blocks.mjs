// The parts of a Markdown page that are written by a command, between `<!-- begin NAME … -->` and `<!-- end NAME -->`.

/** @param {string} page @param {string} name @returns {string} what stands between the markers */
export function blockIn(page, name) {
  return find(page, name).text;
}

/** @param {string} page @param {string} name @param {string} text @returns {string} the page with this between the markers */
export function replaceBlock(page, name, text) {
  const { before, after } = find(page, name);
  return `${before}\n${text.trim()}\n${after}`;
}

/** @param {string} page @param {string} name */
function find(page, name) {
  const match = new RegExp(`^(.*<!-- begin ${name}\\b[^>]*-->)\\n(.*)\\n(<!-- end ${name} -->.*)$`, "s").exec(
    page,
  );
  if (match === null) throw new Error(`there is no block "${name}" between its markers`);
  const [, before = "", text = "", after = ""] = match;
  return { before, text, after };
}
