// Many endpoints at once while the service has its bad day: what one `up` could not finish, the next one does.
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import type { Fault, Sandbox, Trouble } from "../../sandbox";
import { seededRandom } from "../../sandbox/sids";
import { searchOf } from "../fixtures/search";
import { openAccount } from "./account";
import type { Declaration } from "./deployment";
import type { Result } from "./provider-stack";

const ENDPOINTS = 500;
const SHARE = 0.05;
const names = Array.from({ length: ENDPOINTS }, (_none, at) => `pbx-${at}`);
/** Pulumi's own default for `--parallel`. */
const parallel = Math.max(8, 4 * availableParallelism());

const reads = ["oauth.token", "organisation.get", "endpoints.list", "numbers.list"];
const soon = { "Retry-After": "0" };
const html = "<html><body>Bad gateway</body></html>";

/** What a write may meet: lost before or after it was done, put off, refused, answered with nonsense, half done. */
const troublesOfWrites: readonly Trouble[] = [
  { kind: "dropBefore" },
  { kind: "dropAfter" },
  { kind: "cutReply" },
  { kind: "status", status: 429, headers: soon },
  { kind: "status", status: 500 },
  { kind: "status", status: 503, when: "after" },
  { kind: "refuse", error: "try again" },
  { kind: "raw", body: html },
  { kind: "raw", body: html, when: "after" },
  { kind: "unauthorised" },
  { kind: "ignoreField", field: "isSecondary" },
];

/** What a read may meet; nobody can tell one that is answered with nonsense from one that always will be. */
const troublesOfReads: readonly Trouble[] = [
  { kind: "dropBefore" },
  { kind: "dropAfter" },
  { kind: "cutReply" },
  { kind: "status", status: 429, headers: soon },
  { kind: "status", status: 502 },
  { kind: "status", status: 504 },
];

const { runs, seed: first } = searchOf("F35", 1);
const seeds = Array.from({ length: runs }, (_none, at) => first + at);

test.for(seeds)(
  "F35 500 endpoints with 5 % random faults converge within two ups: made, changed, deleted (seed %d)",
  { timeout: 300_000 },
  async (seed) => {
    const { sandbox, stack } = await openAccount({ stack: { parallel } });
    const endpoints = () => [...sandbox.world.endpoints.values()];
    const program = (round: number): Declaration[] =>
      names.map((name) => ({
        type: "Endpoint",
        name,
        inputs: {
          description: `${name} ${round}`,
          endpointType: "voice",
          uri: `sip:%e164@${name}.example.com`,
          isSecondary: round === 1,
        },
      }));
    const random = seededRandom(seed);
    let met = 0;

    /** Two ups: one in the storm, which a failure does not end, and one when it is still not quite over. */
    async function twice(
      operation: string,
      places: readonly Fault["where"][],
      command: () => Promise<Result>,
    ): Promise<void> {
      sandbox.clearFaults();
      const faults = places
        .filter(() => random() < SHARE)
        .map((where) => sandbox.fault({ ...pick(troublesOfWrites, random), operation, where: where ?? {} }));
      troubleReads(sandbox, random);
      const one = await command();
      met += faults.reduce((sum, { hits }) => sum + hits, 0);
      expect(one.failures.length, "the storm was felt").toBeGreaterThan(0);
      const two = await command();
      expect(two.failures).toEqual([]);
    }
    const up = (round: number) => () => stack.up(program(round), { continueOnError: true });
    const expectAsDeclared = (round: number) => {
      const wanted = names.map((name) => `${name} ${round}`).sort();
      expect(
        endpoints()
          .map(({ description }) => description)
          .sort(),
      ).toEqual(wanted);
      expect(endpoints().every(({ isSecondary }) => isSecondary === (round === 1))).toBe(true);
      expect([...stack.state.values()].map(({ id }) => id).sort()).toEqual(
        endpoints()
          .map(({ sid }) => sid)
          .sort(),
      );
      expect([...stack.state.values()].flatMap(({ initErrors }) => initErrors)).toEqual([]);
    };

    await twice(
      "endpoints.create",
      names.map((name) => ({ description: `${name} 1` })),
      up(1),
    );
    expectAsDeclared(1);
    const made = endpoints().map(({ sid }) => sid);
    const bySid = made.map((sid) => ({ sid }));

    const refreshed = await stack.refresh();
    expect(refreshed.failures).toEqual([]);
    expect(refreshed.steps.filter(({ op }) => op !== "same")).toEqual([]);

    await twice("endpoints.update", bySid, up(2));
    expectAsDeclared(2);
    expect(endpoints().map(({ sid }) => sid)).toEqual(made);

    await twice("endpoints.delete", bySid, () => stack.destroy({ continueOnError: true }));
    expect(endpoints()).toEqual([]);
    expect(stack.state.size).toBe(0);
    expect(met, "about one in twenty writes was hit").toBeGreaterThan(3 * ENDPOINTS * SHARE * 0.6);
  },
);

/** Each read has a chance of one in twenty to go wrong, as long as this lasts. */
function troubleReads(sandbox: Sandbox, random: () => number): void {
  for (const trouble of troublesOfReads) {
    sandbox.fault({
      ...trouble,
      operation: reads,
      times: Infinity,
      probability: SHARE / troublesOfReads.length,
      seed: Math.floor(random() * 2 ** 31),
    });
  }
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}
