// Every resource, component and lookup of the package once: what a compiler has to look at in the largest of programs.

import * as pulumi from "@pulumi/pulumi";
import * as cloudnumbering from "pulumi-cloudnumbering";

const config = new pulumi.Config();
const provider = new cloudnumbering.Provider("abroad", {
  clientId: config.require("clientId"),
  clientSecret: config.requireSecret("clientSecret"),
});
const terms = { rateCardEntrySid: config.require("product"), maxTotalCost: 20, currency: "GBP" };

new cloudnumbering.Organisation("us", { tradingName: "Harbour & Vale" });
new cloudnumbering.OrderKey("spare", {});
const desk = new cloudnumbering.Endpoint("desk", {
  description: "Desk",
  endpointType: "voice",
  uri: "sip:%e164@203.0.113.10:5060",
});
new cloudnumbering.AllowedIp("desk", { endpointType: "voice", ip: "203.0.113.10" });
const choice = new cloudnumbering.NumberSelection("london", { amount: 2, pattern: "+4420*" });
const london = new cloudnumbering.Order("london", { ...terms, numberSids: choice.numberSids });
new cloudnumbering.NumberAssignment("london", { number: london.numberAt(0), voiceEndpointSid: desk.sid });
const main = new cloudnumbering.RoutedNumber(
  "main",
  { buy: terms, voiceEndpointSid: desk.sid },
  { provider },
);
const office = new cloudnumbering.SipTrunk("office", {
  description: "Office",
  uri: "sip:%e164@203.0.113.11:5060",
  allowedIps: ["203.0.113.11"],
  numbers: { main: main.number },
});

// By name, as a stack's outputs are: what an array of all kinds has in common, the compiler would have to work out.
export const now = {
  allowedIps: cloudnumbering.getAllowedIps({ endpointType: "voice" }).then(({ ips }) => ips),
  availableNumbers: cloudnumbering
    .getAvailableNumbers({ pattern: "*77*" })
    .then(({ availableNumbers }) => availableNumbers),
  catalogue: cloudnumbering.getCatalogue().then(({ entries }) => entries),
  endpoint: cloudnumbering.getEndpoint({ description: "Desk" }).then(({ sid }) => sid),
  endpoints: cloudnumbering.getEndpoints().then(({ endpoints }) => endpoints),
  numberAssignment: cloudnumbering
    .getNumberAssignment({ number: "+441134960100" })
    .then(({ voiceEndpointSid }) => voiceEndpointSid),
  numberAssignments: cloudnumbering.getNumberAssignments().then(({ numberAssignments }) => numberAssignments),
  numberGroups: cloudnumbering.getNumberGroups().then(({ numberGroups }) => numberGroups),
  order: cloudnumbering.getOrder({ sid: "NO1" }).then(({ numbers }) => numbers),
  orderQuote: cloudnumbering
    .getOrderQuote({ rateCardEntrySid: "RE1", amount: 1 })
    .then(({ totalCost }) => totalCost),
  orders: cloudnumbering.getOrders().then(({ orders }) => orders),
  organisation: cloudnumbering.getOrganisation({}, { provider }).then(({ balance }) => balance),
};

export const later = {
  allowedIps: cloudnumbering.getAllowedIpsOutput({ endpointType: "voice" }).ips,
  availableNumbers: cloudnumbering.getAvailableNumbersOutput().availableNumbers,
  catalogue: cloudnumbering.getCatalogueOutput().entries,
  endpoint: cloudnumbering.getEndpointOutput({ sid: office.endpointSid }).uri,
  endpoints: cloudnumbering.getEndpointsOutput({}, { dependsOn: [desk] }).endpoints,
  numberAssignment: cloudnumbering.getNumberAssignmentOutput({ number: main.number }).reference,
  numberAssignments: cloudnumbering.getNumberAssignmentsOutput({ endpoint: desk.sid }).numberAssignments,
  numberGroups: cloudnumbering.getNumberGroupsOutput().numberGroups,
  order: cloudnumbering.getOrderOutput({ sid: london.sid }).createdAt,
  orderQuote: cloudnumbering.getOrderQuoteOutput({ rateCardEntrySid: "RE1", amount: 1 }).recurringCost,
  orders: cloudnumbering.getOrdersOutput().orders,
  organisation: cloudnumbering.getOrganisationOutput().name,
};
