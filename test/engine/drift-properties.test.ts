import { expect, test } from "vitest";
import { exitCode, type Report } from "../../provider/cli/drift-report";
import { nameOf, type PortalRow, portalTable } from "../contract/portal-table";
import { Command } from "./command";
import { Stage } from "./trouble-stage";

/** A resource of the program, and what is edited of it: of the organisation, which there is once, every property. */
interface Declared {
  readonly name: string;
  readonly kind: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly rows: readonly PortalRow[];
}

const isOrganisation = ({ kind }: PortalRow) => kind === "Organisation";

function declaredIn(sandbox: Stage["sandbox"]): Declared[] {
  const single = portalTable.filter((row) => !isOrganisation(row));
  const whole = portalTable.filter(isOrganisation);
  return [
    ...single.map((row) => ({ name: nameOf(row), kind: row.kind, inputs: row.inputs(sandbox), rows: [row] })),
    {
      ...{ name: "Organisation", kind: "Organisation", rows: whole },
      inputs: Object.assign({}, ...whole.map((row) => row.inputs(sandbox))),
    },
  ];
}

/** What a tool says of each resource, by its name: `gone`, or the properties that differ. */
type Said = Record<string, string[]>;

/** A resource's head, its URN and its properties in what `pulumi refresh --diff` prints. */
const LINE =
  /^ {4}(?<sign>[~-]) pulumi-nodejs:dynamic\/cloudnumbering:|\[urn=\S+::(?<name>[^:\]]+)\]|^ {6}[~+-] (?<property>\w+) *: /;

function saidByPulumi(output: string): Said {
  const said: Said = {};
  let [sign, name] = ["", ""];
  for (const line of output.split("\n")) {
    const found = LINE.exec(line)?.groups;
    if (found?.sign) sign = found.sign;
    else if (found?.name && sign) {
      name = found.name;
      said[name] = sign === "-" ? ["gone"] : [];
    } else if (found?.property && sign === "~") said[name]?.push(found.property);
  }
  return Object.fromEntries(Object.entries(said).map(([key, all]) => [key, all.sort()]));
}

function saidByDrift({ findings }: Report): Said {
  const ours = findings.filter(({ type }) => type === "gone" || type === "changed");
  return Object.fromEntries(
    ours.map(({ type, declaredBy, differences }) => [
      declaredBy[0]?.urn.split("::").at(-1) ?? "",
      type === "gone" ? ["gone"] : differences.map(({ property }) => property).sort(),
    ]),
  );
}

test("pulumi refresh and the drift command name the same properties of every resource, and agree on 0 and 7", async () => {
  const stage = await Stage.open("", { guesses: { "sms-allowlist": "yes" } });
  const { sandbox, stack } = stage;
  // What the account has of its own is not looked at here.
  sandbox.world.allowIp("voice", "203.0.113.1");
  const declared = declaredIn(sandbox);
  stack.setProgram(
    declared
      .map(({ kind, name, inputs }) => `new cloudnumbering.${kind}("${name}", ${JSON.stringify(inputs)});`)
      .join("\n"),
  );
  await stage.succeeds("up");
  const drift = async () => {
    const args = ["--stack", "dev", "--format", "json", "--fail-on", "gone,changed"];
    const { exit, stdout, stderr } = await new Command("drift", stack, args).finished;
    expect(stderr).toBe("");
    const report = JSON.parse(stdout) as Report;
    expect(exit).toBe(exitCode(report, ["gone", "changed"]));
    return { exit, said: saidByDrift(report) };
  };
  await stage.clean();
  expect(await drift()).toEqual({ exit: 0, said: {} });

  const ids = new Map([...stage.state()].map(([name, { id = "" }]) => [name, id]));
  for (const { name, rows } of declared) for (const row of rows) row.edit(sandbox, ids.get(name) ?? "");

  const expected = Object.fromEntries(
    declared.map(({ name, rows }) => [
      name,
      rows.map(({ becomes, property }) => (becomes === "gone" ? becomes : property)).sort(),
    ]),
  );
  expect(saidByPulumi(await stage.drifted())).toEqual(expected);
  expect(await drift()).toEqual({ exit: 7, said: expected });
});
