import type { NumberRecord } from "../records";
import type { World } from "../world";
import { addProducts } from "./products";

/** Harbour & Vale: a firm of surveyors in Leeds and London that has used the portal by hand for some years. */
export function seedDemo(world: World): void {
  world.editOrganisation({
    name: "Harbour & Vale Ltd",
    tradingName: "Harbour & Vale",
    addr1: "4 Quayside Yard",
    city: "Leeds",
    state: "West Yorkshire",
    postcode: "LS1 4XX",
    typeOfBusiness: "LIMITED_COMPANY",
    productUseCase: "Inbound calls and appointment reminders",
    website: "https://harbour-and-vale.example",
    productDescription: "Chartered surveyors",
    balance: 184.2,
  });

  const headOffice = world.addEndpoint({
    description: "Head office PBX",
    uri: "sip:%e164@203.0.113.10:5060",
    isDefault: true,
  }).sid;
  const nightLine = world.addEndpoint({
    description: "Night line",
    uri: "sip:%national@night.harbour-and-vale.example",
    isSecondary: true,
  }).sid;
  const inbox = world.addEndpoint({
    endpointType: "sms",
    description: "Message inbox",
    uri: "mailto:messages@harbour-and-vale.example",
    isDefault: true,
  }).sid;

  const numbers: (Partial<NumberRecord> & { number: string })[] = [
    { number: "+441134960100", reference: "Leeds main", voiceEndpointSid: headOffice, smsEndpointSid: inbox },
    { number: "+441134960101", reference: "Leeds lettings", voiceEndpointSid: headOffice },
    { number: "+441134960102", reference: "Leeds valuations", voiceEndpointSid: headOffice },
    { number: "+441134960110", reference: "Leeds out of hours", voiceEndpointSid: nightLine },
    { number: "+441134960111" },
    {
      number: "+442079460200",
      reference: "London main",
      voiceEndpointSid: headOffice,
      smsEndpointSid: inbox,
    },
    { number: "+442079460201", reference: "London new homes" },
    { number: "+442079460202" },
    { number: "+447700900300", reference: "Appointment reminders", smsEndpointSid: inbox, numberRental: 2 },
    { number: "+447700900301", reference: "Field team", numberRental: 2 },
    {
      number: "+442079460250",
      reference: "Old London fax",
      status: "DISCONNECTED",
      disconnectedAt: "2025-06-30T16:00:00.000Z",
    },
    { number: "+441614960150", reference: "Manchester, arriving from another carrier", status: "PORT_IN" },
  ];
  const sids = numbers.map((number) => world.addNumber(number).sid);

  const { local, mobile } = addProducts(world);
  const leedsAndLondon = [...sids.slice(0, 3), ...sids.slice(5, 7)];
  world.addOrder({
    rateCardEntrySid: local.sid,
    numberSids: leedsAndLondon,
    createdAt: "2025-03-01T09:30:00.000Z",
  });
  world.addOrder({
    rateCardEntrySid: mobile.sid,
    numberSids: sids.slice(8, 10),
    createdAt: "2025-09-01T14:05:00.000Z",
  });

  world.allowIp("voice", "203.0.113.10");
  world.allowIp("voice", "203.0.113.11");
}
