// Small parts of a markdown page.

/** @param {string} text */
export function code(text) {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 * @returns {string} a table, or nothing when it has no rows
 */
export function table(head, rows) {
  if (rows.length === 0) return "";
  const line = (/** @type {string[]} */ cells) => `| ${cells.map(cell).join(" | ")} |`.replace(/ {2,}/g, " ");
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

/** A line break would end the row, and a bar the cell. @param {string} text */
function cell(text) {
  return text.replace(/\s*\n\s*/g, "<br>").replaceAll("|", "\\|");
}

/** @param {readonly string[]} items */
export function list(items) {
  return items.map((item) => `- ${item}`).join("\n");
}

/** Blocks apart by an empty line; those without text are left out. @param {readonly (string | undefined)[]} blocks */
export function blocks(blocks) {
  return blocks.filter(Boolean).join("\n\n");
}

/** @param {string} title @param {string | undefined} text */
export function section(title, text) {
  return text ? `## ${title}\n\n${text}` : "";
}

/** @param {string} source what to change instead of the page */
export function generated(source) {
  return `<!-- Written by \`npm run docs\` from ${source}: change it there. -->`;
}

/** @param {string} text */
export function firstSentence(text) {
  return text.split(/(?<=[.!?])\s|:\s+`|\n/)[0] ?? "";
}
