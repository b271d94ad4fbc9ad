// The page of everything that may be said to a person.

import ts from "typescript";
import { commentAbove } from "../jsdoc.mjs";
import { blocks, code, generated, list } from "../markdown.mjs";
import { areasOf } from "./areas.mjs";
import { inputReasons } from "./input-reasons.mjs";
import { messagesOf } from "./messages.mjs";

/** @typedef {import("./messages.mjs").Message} Message */
/** @typedef {import("./messages.mjs").ServiceMessage} ServiceMessage */

/** How a person meets each manner of message, in the order of a run. */
const MANNERS = /** @type {const} */ ([
  ["program", "Stops the program:"],
  ["reason", "Inputs that are no good; the preview says so already:"],
  ["refusal", "Stops the operation:"],
  [
    "unfinished",
    "Exists, but not as declared; the state knows it, and the next `pulumi up` goes on from there:",
  ],
  ["warning", "Warnings:"],
]);

/**
 * @param {readonly import("../reference/pages.mjs").Page[]} pages
 * @param {import("../program.mjs").Sources} sources
 * @returns {{ text: string, areas: readonly string[] }} the page, and the titles of its sections
 */
export function errorsPage(pages, sources) {
  const { messages, service } = messagesOf(sources);
  const areaOf = areasOf(pages, sources);
  const all = [...messages, ...inputReasons(pages, sources)].map((each) => ({
    ...each,
    area: areaOf(each.file),
  }));
  const general = ["Every resource", "Every lookup"];
  const areas = [...new Set(all.map(({ area }) => area))].sort(
    (a, b) => place(general, a) - place(general, b) || (a < b ? -1 : 1),
  );
  const text = blocks([
    "# Errors",
    generated("the messages in provider/"),
    "Everything that this package has to say to a person. `{sid}` stands for what is filled in, `{a|b}` for one of " +
      "the two, `[…]` for what is there only sometimes. Credentials are taken out of every message.",
    ...areas.flatMap((area) => [`## ${area}`, mannersOf(all.filter((each) => each.area === area))]),
    "## The service and the way to it",
    "A call failed. The message is `{operation}: {what happened} (request {request id}); {what to do}`; the request's id " +
      "is what support asks for. What to do is in *italics* below.",
    kindsMeaning(sources),
    ...byKinds(service),
  ]);
  return { text: `${text}\n`, areas };
}

/** @param {readonly string[]} list @param {string} item */
function place(list, item) {
  return list.includes(item) ? list.indexOf(item) : list.length;
}

/** @param {readonly Message[]} messages */
function mannersOf(messages) {
  return blocks(
    MANNERS.map(([manner, title]) => {
      const texts = messages.filter((each) => each.manner === manner).map(({ text }) => code(text));
      return texts.length > 0 ? `${title}\n\n${list(sorted(texts))}` : undefined;
    }),
  );
}

/** What the code says of the kinds. @param {import("../program.mjs").Sources} sources @returns {string} */
function kindsMeaning({ files }) {
  const kind = files
    .flatMap(({ statements }) => [...statements])
    .find((statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === "ErrorKind");
  return kind ? commentAbove(kind) : "";
}

/** @param {readonly ServiceMessage[]} messages @returns {string[]} */
function byKinds(messages) {
  const groups = new Map(messages.map(({ kinds }) => [kinds.map(code).join(" or "), kinds]));
  return [...groups.keys()].sort().flatMap((title) => {
    const same = messages.filter(({ kinds }) => kinds.map(code).join(" or ") === title);
    return [`### ${title}`, sorted(same.map(item)).join("\n")];
  });
}

/** What may have happened, a line each, and below it what to do. @param {ServiceMessage} message */
function item({ problems, advices }) {
  return [`- ${problems.map(code).join("<br>\n  ")}`, ...advices.map((advice) => `  - ${advice}`)].join("\n");
}

/** Once each, in an order that does not change when code moves. @param {readonly string[]} texts */
function sorted(texts) {
  return [...new Set(texts)].sort();
}
