import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Finding, Repair, Report } from "../../provider/cli/drift-report";
import { Command, paste } from "./command";
import { succeeded } from "./engine-stack";
import { Stage } from "./trouble-stage";

/** A program that people write printed code into: below its end, or within one of its resources. */
class Program {
  #source = 'const pulumi = require("@pulumi/pulumi");\n';

  constructor(private readonly stage: Stage) {}

  declare(kind: string, name: string, args: string): void {
    this.add(`new cloudnumbering.${kind}("${name}", { ${args} /* ${name} */ });`);
  }

  add(code: string): void {
    this.#source += `${code}\n`;
    this.stage.stack.setProgram(this.#source);
  }

  /** What stands later in an object counts. */
  write(name: string, code: string): void {
    expect(this.#source).toContain(`/* ${name} */`);
    this.#source = this.#source.replace(`/* ${name} */`, `, ${code} /* ${name} */`);
    this.stage.stack.setProgram(this.#source);
  }
}

async function findings(stage: Stage, stacks: readonly string[] = ["dev"]): Promise<readonly Finding[]> {
  const args = [...stacks.flatMap((stack) => ["--stack", stack]), "--format", "json"];
  const { stdout, stderr } = await new Command("drift", stage.stack, args).finished;
  expect(stderr).toBe("");
  return (JSON.parse(stdout) as Report).findings;
}

/** The way of that finding whose words match; it must be there. */
function way(all: readonly Finding[], what: string, does: RegExp): Repair {
  const finding = all.find(({ type, kind, id }) => `${type} ${kind} ${id}` === what);
  const found = finding?.repairs.find((each) => does.test(each.does));
  expect(found, `${what}: ${does}`).toBeDefined();
  return found as Repair;
}

const TAKES_IN = /takes it into the program|declares where it rings/;
const SECONDS = 1000;

test(
  "what nobody declares is taken into the program by the printed code and commands, or accepted by the printed line",
  async () => {
    const stage = await Stage.open("");
    const { sandbox, stack } = stage;
    const { world } = sandbox;
    const program = new Program(stage);
    program.declare("AllowedIp", "pbx", 'endpointType: "voice", ip: "203.0.113.10"');
    await stage.succeeds("up");
    const desk = world.addEndpoint({ description: "Front desk" });
    const token = "https://hooks.example.com/sms?token=7f3a9c";
    const hook = world.addEndpoint({ endpointType: "sms", description: "Hook", uri: token });
    stage.secrets.push("7f3a9c");
    world.allowIp("voice", "203.0.113.11");
    const routed = world.addNumber({
      number: "+441134960171",
      voiceEndpointSid: desk.sid,
      reference: "Main",
    });
    const idle = world.addNumber({ number: "+441134960172" });
    const [rateCardEntrySid = ""] = world.trade.catalogue.entries.keys();
    const order = world.buy({ rateCardEntrySid, amount: 1 });
    const [bought] = order.numbers;
    const before = JSON.stringify(world.snapshot());

    const found = await findings(stage);
    const taken = [`Endpoint ${desk.sid}`, `Endpoint ${hook.sid}`, "AllowedIp voice/203.0.113.11"];
    const ways = [...taken, `Order ${order.sid}`, `Number ${routed.sid}`].map((what) =>
      way(found, `undeclared ${what}`, TAKES_IN),
    );
    for (const { code } of ways) program.add(code ?? "there is no code");
    for (const command of new Set(ways.flatMap(({ commands }) => commands).sort())) {
      // The secret's value is asked for.
      succeeded(await paste(command, stack, `${token}\n`));
    }
    expect(JSON.stringify(world.snapshot()), "nothing was made, bought or changed").toBe(before);

    const left = await findings(stage);
    expect(left.map(({ type, id }) => `${type} ${id}`).sort()).toEqual(
      [`idle ${bought?.sid}`, `idle ${idle.sid}`, `undeclared ${idle.sid}`].sort(),
    );
    const ring = way(left, `idle Number ${bought?.sid}`, /lets it ring somewhere/);
    program.add(`const endpoint = { sid: "${desk.sid}" };\n${ring.code}`);
    for (const command of ring.commands) succeeded(await paste(command, stack));
    expect(world.numberOf(bought?.sid ?? "").voiceEndpointSid).toBe(desk.sid);
    const { ignore } = way(left, `idle Number ${idle.sid}`, /keeps it waiting/);
    writeFileSync(path.join(stack.projectFolder, ".cloudnumberingignore"), `${ignore}\n`);
    expect(await findings(stage)).toEqual([]);
    await stage.settled();
  },
  300 * SECONDS,
);

test(
  "a secret, disconnected numbers and a thing declared twice: each printed way leads to no drift",
  async () => {
    const stage = await Stage.open("", { config: { "cloudnumbering:maxSpend": "20 GBP" } });
    const { sandbox, stack } = stage;
    const { world } = sandbox;
    const [product] = world.trade.catalogue.entries.keys();
    const program = new Program(stage);
    program.declare(
      "Endpoint",
      "hook",
      'description: "Hook", endpointType: "sms", uri: "https://x.example.com/?token=7f3a9c"',
    );
    for (const name of ["leeds", "york"]) {
      const bought = `rateCardEntrySid: "${product}", amount: 1, maxTotalCost: 5, currency: "GBP"`;
      program.declare("Order", name, bought);
    }
    await stage.succeeds("up");
    const hook = stage.sid("Hook");
    const orderOf = (name: string) => String(stage.state().get(name)?.id);
    const numberOf = (name: string) => world.trade.orders.records.get(orderOf(name))?.numbers[0]?.sid ?? "";
    world.editEndpoint(hook, { uri: "https://x.example.com/?token=9c1d77" });
    for (const name of ["leeds", "york"]) world.disconnect(numberOf(name));
    stage.secrets.push("7f3a9c", "9c1d77");

    const found = await findings(stage);
    const secret = way(found, `changed Endpoint ${hook}`, /takes the live value/);
    program.write("hook", secret.code ?? "");
    for (const command of secret.commands) {
      succeeded(await paste(command, stack, "https://x.example.com/?token=9c1d77\n"));
    }
    const accepted = way(found, `changed Order ${orderOf("leeds")}`, /accepts it/);
    program.write("leeds", accepted.code ?? "");
    const paid = way(found, `changed Order ${orderOf("york")}`, /reconnects/);
    program.write("york", paid.code?.replace("0.00", "5.00") ?? "");
    for (const command of [...accepted.commands, ...paid.commands]) succeeded(await paste(command, stack));
    const statuses = ["leeds", "york"].map((name) => world.numberOf(numberOf(name)).status);
    expect(statuses).toEqual(["DISCONNECTED", "IN_SERVICE"]);
    const changed = (all: readonly Finding[]) => all.filter(({ type }) => type === "changed");
    expect(changed(await findings(stage))).toEqual([]);

    // Another stack takes the endpoint over, too.
    succeeded(await stack.run("stack", "init", "live"));
    const twin = new Program(stage);
    twin.declare(
      "Endpoint",
      "theirs",
      `adopt: "${hook}", description: "Hook", endpointType: "sms", uri: "https://x.example.com/?token=9c1d77"`,
    );
    succeeded(await paste("pulumi up --stack live", stack));
    const both = await findings(stage, ["dev", "live"]);
    const leave = way(both, `contested Endpoint ${hook}`, /leaves it to "hook" of dev/);
    for (const command of leave.commands) succeeded(await paste(command, stack));
    const after = await findings(stage, ["dev", "live"]);
    expect(after.filter(({ type }) => type === "contested" || type === "changed")).toEqual([]);
    expect(world.endpoint(hook).uri).toBe("https://x.example.com/?token=9c1d77");
  },
  300 * SECONDS,
);
