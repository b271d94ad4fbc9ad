import * as pulumi from "@pulumi/pulumi";
import * as cloudnumbering from "pulumi-cloudnumbering";

const config = new pulumi.Config();

// One number, bought once, for 2.50 GBP at the most. Deleting this code keeps the number.
const leeds = new cloudnumbering.Order("leeds", {
  rateCardEntrySid: config.require("product"),
  amount: 1,
  maxTotalCost: 2.5,
  currency: "GBP",
});

// Where its calls go; %e164 becomes the number that was called.
const reception = new cloudnumbering.Endpoint("reception", {
  description: "Leeds reception",
  endpointType: "voice",
  uri: "sip:%e164@203.0.113.10:5060",
});

// The route: from here on whoever calls the number reaches reception.
new cloudnumbering.NumberAssignment("leeds", {
  number: leeds.numberAt(0),
  voiceEndpointSid: reception.sid,
  reference: "Leeds reception",
});

export const number = leeds.numberAt(0);
export const receptionSid = reception.sid;
export const price = leeds.quote.apply((quote) => quote && `${quote.totalCost} ${quote.currency}`);
