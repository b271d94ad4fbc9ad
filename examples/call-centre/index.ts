import * as pulumi from "@pulumi/pulumi";
import * as cloudnumbering from "pulumi-cloudnumbering";

const config = new pulumi.Config();

// Calls come in at the switchboard, also those to numbers that nothing else is said about. %e164 becomes the number that
// was called, so that it can tell Leeds from London.
const switchboard = new cloudnumbering.Endpoint("switchboard", {
  description: "Switchboard",
  endpointType: "voice",
  uri: "sip:%e164@203.0.113.10:5060",
  isDefault: true,
});
const standby = new cloudnumbering.Endpoint("standby", {
  description: "Standby switchboard",
  endpointType: "voice",
  uri: "sip:%e164@203.0.113.11:5060",
  isSecondary: true,
});

// Messages are posted to our web server, which knows by the token who posts. A token never stands in a program: it comes
// from the stack's secrets, and the whole address stays a secret in the state and on the screen.
const messages = new cloudnumbering.Endpoint("messages", {
  description: "Messages",
  endpointType: "sms",
  uri: pulumi.interpolate`https://call-centre.example.com/messages?token=${config.requireSecret("messagesToken")}`,
});

// Only our two switchboards may call out on this account.
const allowed = ["203.0.113.10", "203.0.113.11"].map(
  (ip) => new cloudnumbering.AllowedIp(`from-${ip}`, { endpointType: "voice", ip }),
);

// What is bought: a product of the account's catalogue (RE…), the same for both regions.
const product = config.require("product");
const LINES = 5;

// Leeds takes the numbers that the service gives.
const leeds = new cloudnumbering.Order("leeds", {
  rateCardEntrySid: product,
  amount: LINES,
  maxTotalCost: 12,
  currency: "GBP",
});

// London is chosen from what is for sale with its area code, which costs a fee for each number. The choice is made once.
const choice = new cloudnumbering.NumberSelection("london", { amount: LINES, pattern: "+4420*" });
const london = new cloudnumbering.Order("london", {
  rateCardEntrySid: product,
  numberSids: choice.numberSids,
  maxTotalCost: 20,
  currency: "GBP",
});

// Where each line rings, declared before anybody knows its number.
for (const [region, order] of Object.entries({ leeds, london })) {
  for (let line = 0; line < LINES; line++) {
    new cloudnumbering.NumberAssignment(`${region}-${line + 1}`, {
      number: order.numberAt(line),
      voiceEndpointSid: switchboard.sid,
      smsEndpointSid: messages.sid,
      reference: `${region} ${line + 1}`,
    });
  }
}

// What a person wants to know afterwards: which numbers to print, what they cost, and what to name in a support call.
export const numbers = { leeds: numbersOf(leeds), london: numbersOf(london) };
export const price = { leeds: priceOf(leeds), london: priceOf(london) };
export const endpoints = { switchboard: switchboard.sid, standby: standby.sid, messages: messages.sid };
export const mayCallOut = allowed.map(({ ip }) => ip);

function numbersOf(order: cloudnumbering.Order): pulumi.Output<string[]> {
  return order.numbers.apply((bought) => bought.map(({ number }) => number));
}

function priceOf(order: cloudnumbering.Order): pulumi.Output<string | undefined> {
  return order.quote.apply(
    (quote) =>
      quote &&
      `${quote.totalCost} ${quote.currency}, then ${quote.recurringCost} ${quote.terms?.toLowerCase()}`,
  );
}
