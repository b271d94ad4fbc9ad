import * as cloudnumbering from "pulumi-cloudnumbering";

// Calls to your numbers go to your own PBX; %e164 becomes the number that was called.
const reception = new cloudnumbering.Endpoint("reception", {
  description: "Reception",
  endpointType: "voice",
  uri: "sip:%e164@203.0.113.10:5060",
});

// Messages to your numbers arrive at a web address of yours.
const messages = new cloudnumbering.Endpoint("messages", {
  description: "Messages",
  endpointType: "sms",
  uri: "https://sms.example.com/inbound",
});

// What the account has already: its numbers, and the addresses that may send calls.
const assignments = cloudnumbering.getNumberAssignmentsOutput();
const allowed = cloudnumbering.getAllowedIpsOutput({ endpointType: "voice" });

export const receptionSid = reception.sid;
export const messagesSid = messages.sid;
export const unroutedNumbers = assignments.numberAssignments.apply((numbers) =>
  numbers.filter((each) => !each.voiceEndpointSid).map((each) => each.number),
);
export const addressesAllowedToCall = allowed.ips;
