#!/usr/bin/env node
// GitHub's `gh` as far as examples/drift-ci needs it. Records each call, and keeps the issues, comments and labels of one
// repository in the file that GH_STUB names. What it does not know ends with 1, as does an option that is not expected.

const { readFileSync, writeFileSync } = require("node:fs");
const { parseArgs } = require("node:util");
const jq = require("jq-wasm");

/**
 * @typedef {{ number: number, title: string, label: string, state: "open" | "closed", body: string }} Issue
 * @typedef {{ id: number, user: { login: string }, body: string }} Comment
 * @typedef {{ calls: string[][], labels: string[], issues: Issue[], comments: Comment[] }} State
 * @typedef {Record<string, string>} Options
 * @typedef {{ flags: string[], values: string[], run: (state: State, rest: string[], options: Options) => unknown }} Command
 */

const ME = { login: "github-actions[bot]" };

/** @type {Record<string, Command>} */
const commands = {
  "label create": {
    flags: ["force"],
    values: ["description"],
    run: ({ labels }, [name = ""]) => void labels.push(name),
  },
  "issue list": {
    flags: [],
    values: ["label", "json", "jq"],
    run: ({ issues }, _, { label, json, jq: query }) => {
      if (json !== "number") throw new Error(`the stub shows the number alone, not ${json}`);
      const open = issues.filter((issue) => issue.state === "open" && issue.label === label);
      return filtered(
        open.map(({ number }) => ({ number })),
        query,
      );
    },
  },
  "issue create": {
    flags: [],
    values: ["title", "label", "body-file"],
    run: ({ issues, labels }, _, { title = "", label = "", "body-file": file }) => {
      if (!labels.includes(label)) throw new Error(`could not add label: '${label}' not found`);
      const number = issues.length + 41;
      issues.push({ number, title, label, state: "open", body: textOf(file) });
      return `https://github.com/o/r/issues/${number}`;
    },
  },
  "issue edit": {
    flags: [],
    values: ["body-file"],
    run: (state, [number], { "body-file": file }) => {
      issueOf(state, number).body = textOf(file);
    },
  },
  "issue close": {
    flags: [],
    values: ["comment"],
    run: (state, [number]) => {
      issueOf(state, number).state = "closed";
    },
  },
  "pr comment": {
    flags: [],
    values: ["body-file"],
    run: ({ comments }, _, { "body-file": file }) => {
      comments.push({ id: comments.length + 7, user: ME, body: textOf(file) });
    },
  },
  api: { flags: ["paginate", "silent"], values: ["jq", "method", "field"], run: api },
};

/** @type {Command["run"]} */
function api({ comments }, [path = ""], { jq: query, method = "GET", field = "" }) {
  if (method === "GET" && path.endsWith("/comments")) return filtered(comments, query);
  const comment = comments.find(({ id }) => path === `repos/o/r/issues/comments/${id}`);
  const [, file] = /^body=@(.*)$/.exec(field) ?? [];
  if (method !== "PATCH" || !comment || !file) throw new Error(`Not Found (HTTP 404): ${method} ${path}`);
  comment.body = textOf(file);
  return undefined;
}

/** @param {State} state @param {string | undefined} number */
function issueOf({ issues }, number) {
  const issue = issues.find((each) => String(each.number) === number);
  if (!issue) throw new Error(`there is no issue ${number}`);
  return issue;
}

/** @param {string | undefined} file */
function textOf(file) {
  return readFileSync(file ?? "", "utf8");
}

/** @param {object} value @param {string | undefined} query */
async function filtered(value, query = ".") {
  return jq.raw(value, query, ["-r"]);
}

/** @param {string[]} args */
async function main(args) {
  const file = process.env.GH_STUB ?? "";
  /** @type {State} */
  const state = JSON.parse(textOf(file));
  state.calls.push(args);
  writeFileSync(file, JSON.stringify(state));
  if (!process.env.GH_TOKEN) throw new Error("set the GH_TOKEN environment variable");
  const name = args[0] === "api" ? "api" : args.slice(0, 2).join(" ");
  const command = commands[name];
  if (!command) throw new Error(`the stub knows no gh ${name}`);
  const { flags, values, run } = command;
  const options = Object.fromEntries([
    ...flags.map((flag) => [flag, { type: /** @type {const} */ ("boolean") }]),
    ...values.map((value) => [value, { type: /** @type {const} */ ("string") }]),
  ]);
  const parsed = parseArgs({ args: args.slice(name.split(" ").length), options, allowPositionals: true });
  const said = await run(state, parsed.positionals, /** @type {Options} */ (parsed.values));
  writeFileSync(file, JSON.stringify(state));
  if (said) process.stdout.write(`${said}\n`);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
