import { expect, test } from "vitest";
import { endpoint, Stage } from "./trouble-stage";

const sms = (uri: string) => ({ endpointType: "sms", uri });

test("F11 a uri that its type cannot take is refused in preview with the rule, and a good one is made", async () => {
  const stage = await Stage.open("");
  const cases: [Record<string, unknown>, string][] = [
    [
      { uri: "https://sms.example.com/x?token=sch3me" },
      "uri: of a voice endpoint must begin with sip:, not https://",
    ],
    [
      { uri: "sip:%number@pbx.example.com" },
      "uri: has %number, which is no placeholder; there are %e164, %raw, %national",
    ],
    [{ uri: "sip:%e164@pbx.example.com:99999" }, "uri: has a port that is not between 1 and 65535"],
    [sms("https://"), "uri: is not a complete https:// address"],
  ];
  stage.secrets.push("sch3me");
  for (const [args, reason] of cases) {
    stage.stack.setProgram(endpoint("desk", args));
    await stage.fails([reason], "preview");
  }
  stage.stack.setProgram(
    endpoint("desk", { ...sms("ftp://x"), description: "", isDefault: "yes", descripton: "x" }),
  );
  // All reasons at once.
  await stage.fails(
    [
      "uri: of an sms endpoint must begin with https:// or mailto:, not ftp://",
      "description: must not be empty",
      "isDefault: must be true or false",
      "descripton: there is no such property; did you mean description?",
    ],
    "up",
  );
  expect(stage.sandbox.calls).toEqual([]);

  stage.stack.setProgram(endpoint("desk"));
  await stage.succeeds("up");
  expect(stage.endpoints).toHaveLength(1);
});

test("F14 two defaults of one type are refused naming both resources; one of each type is made", async () => {
  const stage = await Stage.open(
    endpoint("desk", { isDefault: true }) + endpoint("shop", { isDefault: true }),
  );
  await stage.fails(
    ['"desk" and "shop" both declare the default voice endpoint: there can be one'],
    "preview",
  );
  expect(stage.endpoints).toEqual([]);

  stage.stack.setProgram(
    endpoint("desk", { isDefault: true }) +
      endpoint("shop", { isDefault: true, ...sms("mailto:shop@example.com") }),
  );
  await stage.succeeds("up");
  expect(stage.endpoints.filter(({ isDefault }) => isDefault)).toHaveLength(2);
  await stage.clean();
});

test("F15 values not yet known pass the preview at every property, of a create and of a change, and up uses them", async () => {
  const later = (source: string) => `=first.sid.apply((sid) => ${source})`;
  const stage = await Stage.open("");
  const old = stage.sandbox.world.addEndpoint({ description: "Found in the portal" });
  const program = (first: Record<string, unknown>, round: number) =>
    endpoint("first", first) +
    endpoint("text", {
      description: later(`"Desk ${round} " + sid`),
      uri: later('"sip:" + sid + "@pbx.example.com"'),
    }) +
    endpoint("flags", {
      isDefault: later("true"),
      isSecondary: later("true"),
      allowDuplicate: later("true"),
    }) +
    endpoint("type", { endpointType: later('"sms"'), uri: "https://sms.example.com/type" }) +
    endpoint("taken", { adopt: later(`"${old.sid}"`) });

  stage.stack.setProgram(program({}, 1));
  const create = await stage.succeeds("preview", "--diff");
  expect(create).toMatch(/description *: \[unknown\]|description *: output<string>/);
  await stage.succeeds("up");
  const check = async (round: number) => {
    const first = stage.sid("first");
    expect(stage.endpoint(`Desk ${round} ${first}`).uri).toBe(`sip:${first}@pbx.example.com`);
    expect(stage.endpoint("flags")).toMatchObject({ isDefault: true, isSecondary: true });
    expect(stage.endpoint("type").endpointType).toBe("sms");
    expect(stage.sid("taken")).toBe(old.sid);
    expect(stage.endpoints).toHaveLength(5);
    await stage.settled();
    await stage.clean();
    return first;
  };
  const first = await check(1);

  // A new type replaces the first one, so its sid is unknown again, now for resources that exist.
  stage.sandbox.clearCalls();
  stage.stack.setProgram(program(sms("mailto:first@example.com"), 2));
  await stage.succeeds("preview", "--diff");
  await stage.succeeds("up");
  expect(await check(2)).not.toBe(first);
  expect(stage.wrote().sort()).toEqual(["create", "delete", "update"]);
});

test("F16 a token in a uri is in plain text nowhere: made, drifted, repaired, put there in the portal", async () => {
  const stage = await Stage.open(
    endpoint("desk", sms("https://sms.example.com/desk?token=t0kenOne")) +
      endpoint("shop", sms("https://sms.example.com/shop")) +
      endpoint("lobby"),
  );
  stage.secrets.push("t0kenOne", "t0kenTwo", "t0kenThree", "p4ssword");
  await stage.succeeds("preview", "--diff");
  await stage.succeeds("up", "--diff");
  const { world } = stage.sandbox;
  const drift = () => {
    world.editEndpoint(stage.sid("desk"), { uri: "https://sms.example.com/desk?token=t0kenTwo" });
    world.editEndpoint(stage.sid("shop"), { uri: "https://sms.example.com/shop?token=t0kenThree" });
    world.editEndpoint(stage.sid("lobby"), { uri: "sip:lobby:p4ssword@pbx.example.com" });
  };
  drift();
  const shown = await stage.drifted();
  expect(shown.match(/^ +~ uri/gm)).toHaveLength(3);
  await stage.succeeds("refresh", "--diff");
  await stage.succeeds("preview", "--diff", "--refresh");
  await stage.succeeds("up", "--diff");
  expect(stage.endpoint("desk").uri).toBe("https://sms.example.com/desk?token=t0kenOne");
  expect(stage.endpoint("shop").uri).toBe("https://sms.example.com/shop");
  expect(stage.endpoint("lobby").uri).toBe("sip:%e164@pbx.example.com");
  await stage.clean();
});

test("F16 a token in a uri is in plain text nowhere: half-made, ignored, refused with a text that echoes it", async () => {
  const uri = (token: string) => sms(`https://sms.example.com/desk?token=${token}`);
  const stage = await Stage.open(endpoint("desk", uri("t0kenOne")));
  const { sandbox, stack } = stage;
  stage.secrets.push("t0kenOne", "t0kenTwo");
  const echo = {
    kind: "status",
    status: 400,
    body: {
      success: false,
      error: "bad uri https://sms.example.com/desk?token=t0kenOne: token=t0kenOne is not wanted",
    },
  } as const;
  sandbox.fault({ ...echo, operation: "endpoints.create" });
  await stage.fails([/create endpoint: the service answered 400: bad uri/], "up");
  expect(stage.endpoints).toEqual([]);

  sandbox.fault({ kind: "ignoreField", field: "isSecondary", operation: "endpoints.create" });
  stack.setProgram(endpoint("desk", { ...uri("t0kenOne"), isSecondary: true }));
  await stage.fails(["did not take isSecondary as declared"], "up");
  await stage.succeeds("up");

  sandbox.fault({ kind: "ignoreField", field: "uri", operation: "endpoints.update" });
  stack.setProgram(endpoint("desk", { ...uri("t0kenTwo"), isSecondary: true }));
  await stage.fails(["did not take uri as declared"], "up", "--diff");
  // A half-done update keeps the old inputs in the state, and the account is as they say.
  expect((await stage.run("refresh", "--preview-only", "--expect-no-changes", "--diff")).exit).toBe(0);
  sandbox.fault({ ...echo, operation: "endpoints.update" });
  await stage.fails([/the service answered 400: bad uri/], "up");
  await stage.succeeds("up");
  expect(stage.endpoint("desk").uri).toBe("https://sms.example.com/desk?token=t0kenTwo");
  await stage.clean();
});

test("F16 a uri that the program marks as secret stays one: made, refreshed, echoed by the service", async () => {
  const secret = (user: string) => ({
    uri: `=require("@pulumi/pulumi").secret("sip:${user}@pbx.example.com")`,
  });
  const stage = await Stage.made(endpoint("desk", secret("hushOne")));
  stage.secrets.push("hushOne", "hushTwo");
  await stage.succeeds("refresh");
  stage.stack.setProgram(endpoint("desk", secret("hushTwo")));
  const handle = stage.sandbox.fault({
    kind: "status",
    status: 400,
    body: { success: false, error: "The uri sip:hushTwo@pbx.example.com is taken" },
    operation: "endpoints.update",
  });
  await stage.fails(["the service answered 400"], "up", "--diff");
  expect(handle.hits).toBe(1);
  await stage.succeeds("up", "--diff");
  stage.sandbox.world.editEndpoint(stage.sid("desk"), { description: "Edited" });
  await stage.drifted();
  await stage.succeeds("up", "--refresh", "--diff");
  expect(stage.endpoint("desk").uri).toBe("sip:hushTwo@pbx.example.com");
  await stage.clean();
});
