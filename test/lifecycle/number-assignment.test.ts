import type { World } from "../../sandbox";
import { SidSource } from "../../sandbox/sids";
import { lifecycleTable } from "./lifecycle-table";

// What a sandbox calls its first things: they must be known before there is one.
const sids = new SidSource("empty/1/empty");
const [pbx, nightDesk, other, inbox] = [1, 2, 3, 4].map(() => sids.next("EP"));
if (!pbx || !nightDesk || !other || !inbox) throw new Error("there are no sids");

const number = "+441134960100";
const anotherNumber = "+441134960101";

function prepare(world: World): void {
  const made = [
    world.addEndpoint({ description: "PBX" }),
    world.addEndpoint({ description: "Night desk" }),
    world.addEndpoint({ description: "Somebody else's" }),
    world.addEndpoint({ description: "Inbox", endpointType: "sms" }),
  ].map(({ sid }) => sid);
  if (made.join() !== [pbx, nightDesk, other, inbox].join())
    throw new Error("a sandbox names them otherwise");
  world.addNumber({ number });
  world.addNumber({ number: anotherNumber });
}

/** The numbers that have a route, as the state shows them. */
function routed(world: World): ReadonlyMap<string, object> {
  const all = [...world.numbers.values()].filter((each) => each.voiceEndpointSid || each.smsEndpointSid);
  return new Map(
    all.map(({ sid, number, voiceEndpointSid, smsEndpointSid, reference }) => [
      sid,
      {
        sid,
        number,
        voiceEndpointSid: voiceEndpointSid ?? "",
        smsEndpointSid: smsEndpointSid ?? "",
        reference,
      },
    ]),
  );
}

lifecycleTable({
  type: "NumberAssignment",
  prepare,
  inputs: {
    number,
    voiceEndpointSid: pbx,
    smsEndpointSid: inbox,
    reference: "Reception",
    // The table's destroy takes objects away, so these assignments do too.
    onDelete: { voiceEndpointSid: null, smsEndpointSid: null },
  },
  unseen: ["onDelete"],
  change: { voiceEndpointSid: nightDesk, reference: "Night" },
  replacement: { number: anotherNumber },
  forced: { inputs: {}, makes: "the same" },
  makes: "numbers.assign",
  objects: routed,
  edit: (world, id, key, value) => world.assign(id, { [key]: value }),
  drift: { key: "voiceEndpointSid", value: other },
  // The account loses the number and has it again.
  remove(world, id) {
    world.removeNumber(id);
    world.addNumber({ number });
  },
  halfDone: {
    create: { kind: "ignoreField", field: "voiceEndpointSid", operation: "numbers.assign" },
    update: { kind: "ignoreField", field: "voiceEndpointSid", operation: "numbers.assign" },
  },
});
