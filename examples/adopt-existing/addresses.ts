import * as cloudnumbering from "pulumi-cloudnumbering";

new cloudnumbering.AllowedIp("voice-203-0-113-10", {
  endpointType: "voice",
  ip: "203.0.113.10",
});

new cloudnumbering.AllowedIp("voice-203-0-113-11", {
  endpointType: "voice",
  ip: "203.0.113.11",
});
