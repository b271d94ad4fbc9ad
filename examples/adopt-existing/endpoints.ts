import * as cloudnumbering from "pulumi-cloudnumbering";

export const headOfficePbx = new cloudnumbering.Endpoint("head-office-pbx", {
  description: "Head office PBX",
  endpointType: "voice",
  uri: "sip:%e164@203.0.113.10:5060",
  isDefault: true,
  adopt: "EPY30WRRJLN0WCN2DSLA5KI5BBC8OD2H19",
});

export const messageInbox = new cloudnumbering.Endpoint("message-inbox", {
  description: "Message inbox",
  endpointType: "sms",
  uri: "mailto:messages@harbour-and-vale.example",
  isDefault: true,
  adopt: "EPL7H42ZJ40Y6LW7CT9BCWNZOLN9J3AOT0",
});

export const nightLine = new cloudnumbering.Endpoint("night-line", {
  description: "Night line",
  endpointType: "voice",
  uri: "sip:%national@night.harbour-and-vale.example",
  isSecondary: true,
  adopt: "EP8D40J7B1HFZBDP6L4GNSB7KA7A9I1LI9",
});
