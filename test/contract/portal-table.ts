// What somebody can change in the portal of what a program has declared: a row for each property of each resource that the
// API shows. Shared by the tests of both tools that find it out.
import { definitions } from "../../provider/definitions";
import { managedKeys } from "../../provider/engine/properties";
import type { Sandbox } from "../../sandbox/index";

type Inputs = Readonly<Record<string, unknown>>;

export interface PortalRow {
  readonly kind: string;
  readonly property: string;
  /** What the program declares; makes what it refers to. */
  readonly inputs: (sandbox: Sandbox) => Inputs;
  /** What a person does in the portal to that property, and to no other. */
  readonly edit: (sandbox: Sandbox, id: string) => void;
  /** What has another identity from then on is another thing: the declared one is gone. */
  readonly becomes: "changed" | "gone";
}

/** They stand for nothing of the account, which therefore cannot change under them. */
const OF_THE_STATE_ALONE: ReadonlySet<string> = new Set(["OrderKey", "NumberSelection"]);

/** Everything that needs a row, as the schemas have it: `Endpoint.uri`. */
export function propertiesOfTheApi(): string[] {
  return definitions
    .filter(({ kind }) => !OF_THE_STATE_ALONE.has(kind))
    .flatMap(({ kind, properties }) => managedKeys(properties).map((key) => `${kind}.${key}`));
}

export function nameOf({ kind, property }: PortalRow): string {
  return `${kind}.${property}`;
}

export const portalTable: readonly PortalRow[] = [
  ...Object.entries({
    description: ["Sales", "Sales, ask Sam first"],
    uri: ["sip:%e164@pbx.example.com", "sip:%e164@portal.example.com"],
    isDefault: [true, false],
    isSecondary: [true, false],
  }).map(([property, [declared, live]]) => ({
    ...{ kind: "Endpoint", property, becomes: "changed" as const },
    inputs: () => ({ ...endpointFor(property), [property]: declared }),
    edit: ({ world }: Sandbox, sid: string) => void world.editEndpoint(sid, { [property]: live }),
  })),
  {
    ...{ kind: "Endpoint", property: "endpointType", becomes: "changed" },
    inputs: () => endpointFor("endpointType"),
    // No portal is known to do it: only the list shows it otherwise.
    edit: (sandbox, sid) =>
      void sandbox.fault({
        ...{ kind: "alterEntry", operation: "endpoints.list", times: Number.POSITIVE_INFINITY },
        ...{ sid, fields: { endpointType: "sms" } },
      }),
  },
  {
    ...{ kind: "NumberAssignment", property: "number", becomes: "changed" },
    inputs: ({ world }) => ({
      number: world.addNumber({ number: "+441134960181" }).number,
      reference: "Renamed",
    }),
    edit: ({ world }, sid) => void world.editNumber(sid, { number: "+441134960191" }),
  },
  ...(["voice", "sms"] as const).map((endpointType) => ({
    ...{ kind: "NumberAssignment", property: `${endpointType}EndpointSid`, becomes: "changed" as const },
    inputs: ({ world }: Sandbox) => {
      const [first] = [1, 2].map((place) =>
        world.addEndpoint({ endpointType, description: `${endpointType} ${place}` }),
      );
      const { number } = world.addNumber({
        number: endpointType === "voice" ? "+441134960182" : "+441134960183",
      });
      return { number, [`${endpointType}EndpointSid`]: first?.sid };
    },
    edit: ({ world }: Sandbox, sid: string) => {
      const other = [...world.endpoints.values()].find(
        ({ description }) => description === `${endpointType} 2`,
      );
      world.assign(sid, { [`${endpointType}EndpointSid`]: other?.sid ?? null });
    },
  })),
  {
    ...{ kind: "NumberAssignment", property: "reference", becomes: "changed" },
    inputs: ({ world }) => ({
      number: world.addNumber({ number: "+441134960184" }).number,
      reference: "Leeds",
    }),
    edit: ({ world }, sid) => void world.assign(sid, { reference: "London" }),
  },
  {
    ...{ kind: "AllowedIp", property: "ip", becomes: "gone" },
    inputs: () => ({ endpointType: "voice", ip: "203.0.113.10" }),
    edit: ({ world }) => {
      world.disallowIp("voice", "203.0.113.10");
      world.allowIp("voice", "203.0.113.11");
    },
  },
  {
    ...{ kind: "AllowedIp", property: "endpointType", becomes: "gone" },
    inputs: () => ({ endpointType: "voice", ip: "203.0.113.20" }),
    edit: ({ world }) => {
      world.disallowIp("voice", "203.0.113.20");
      world.allowIp("sms", "203.0.113.20");
    },
  },
  ...Object.entries({
    name: ["Harbour & Vale Ltd", "Harbour Ltd"],
    tradingName: ["Harbour & Vale", "Harbour"],
    addr1: ["4 Quayside Yard", "5 Quayside Yard"],
    addr2: ["Floor 1", "Floor 2"],
    city: ["Leeds", "York"],
    state: ["West Yorkshire", "North Yorkshire"],
    postcode: ["LS1 4XX", "YO1 7XX"],
    countryIso: ["GB", "IE"],
    registeredCountryIso: ["GB", "IE"],
    vatNumber: ["GB333289454", "IE6388047V"],
    typeOfBusiness: ["LIMITED_COMPANY", "SOLE_TRADER"],
    productUseCase: ["Inbound calls", "Reminders"],
    website: ["https://harbour.example", "https://vale.example"],
    productDescription: ["Surveyors", "Estate agents"],
  }).map(([property, [declared, live]]) => ({
    ...{ kind: "Organisation", property, becomes: "changed" as const },
    inputs: () => ({ [property]: declared }),
    edit: ({ world }: Sandbox) => void world.editOrganisation({ [property]: live }),
  })),
];

/** One whose description is its own, so that none is another's twin. */
function endpointFor(property: string): Inputs {
  return { description: `For ${property}`, endpointType: "voice", uri: "sip:%e164@pbx.example.com" };
}
