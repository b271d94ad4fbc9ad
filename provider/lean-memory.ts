import { setFlagsFromString } from "node:v8";

// undici parses replies with WebAssembly, and V8 spends some 35 MB on optimising that parser after a few hundred of
// them; the baseline code is quick enough. To be loaded before undici is, and in the provider's own process alone.
setFlagsFromString("--liftoff-only");
