import * as cloudnumbering from "pulumi-cloudnumbering";
import * as endpoints from "./endpoints";

new cloudnumbering.NumberAssignment("appointment-reminders", {
  number: "+447700900300",
  smsEndpointSid: endpoints.messageInbox.sid,
  reference: "Appointment reminders",
});

new cloudnumbering.NumberAssignment("field-team", {
  number: "+447700900301",
  reference: "Field team",
});

new cloudnumbering.NumberAssignment("leeds-lettings", {
  number: "+441134960101",
  voiceEndpointSid: endpoints.headOfficePbx.sid,
  reference: "Leeds lettings",
});

new cloudnumbering.NumberAssignment("leeds-main", {
  number: "+441134960100",
  voiceEndpointSid: endpoints.headOfficePbx.sid,
  smsEndpointSid: endpoints.messageInbox.sid,
  reference: "Leeds main",
});

new cloudnumbering.NumberAssignment("leeds-out-of-hours", {
  number: "+441134960110",
  voiceEndpointSid: endpoints.nightLine.sid,
  reference: "Leeds out of hours",
});

new cloudnumbering.NumberAssignment("leeds-valuations", {
  number: "+441134960102",
  voiceEndpointSid: endpoints.headOfficePbx.sid,
  reference: "Leeds valuations",
});

new cloudnumbering.NumberAssignment("london-main", {
  number: "+442079460200",
  voiceEndpointSid: endpoints.headOfficePbx.sid,
  smsEndpointSid: endpoints.messageInbox.sid,
  reference: "London main",
});

new cloudnumbering.NumberAssignment("london-new-homes", {
  number: "+442079460201",
  reference: "London new homes",
});

// Not declared: "+441134960111" (ANL19HZPIMTUEMPU0I0I1E51P5TZ32IWCE): voiceEndpointSid: is missing; say where the number goes with voiceEndpointSid, smsEndpointSid, or both
// Not declared: "+442079460202" (ANKIFG26QK51325SLPLGP50032Y1GI8ADS): voiceEndpointSid: is missing; say where the number goes with voiceEndpointSid, smsEndpointSid, or both
// Not declared: "Manchester, arriving from another carrier" (ANBD15S6FAPIAGS4ZTUJ9JYLVQT4MEWKMA): +441614960150 (ANBD15S6FAPIAGS4ZTUJ9JYLVQT4MEWKMA) is PORT_IN, and only a number in service can be routed; run pulumi up again when it has arrived
