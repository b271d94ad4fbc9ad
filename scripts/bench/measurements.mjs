// All that is measured. The short ones first: they soon show that everything works, and warm the machine up.

import { contrast } from "./measure/contrast.mjs";
import { drift } from "./measure/drift.mjs";
import { engine } from "./measure/engine.mjs";
import { estate } from "./measure/estate.mjs";
import { exporting } from "./measure/export.mjs";
import { growth } from "./measure/growth.mjs";
import { latency } from "./measure/latency.mjs";
import { memory } from "./measure/memory.mjs";
import { requiring } from "./measure/require.mjs";
import { state } from "./measure/state.mjs";
import { typeCheck } from "./measure/type-check.mjs";

export const measurements = [
  requiring,
  typeCheck,
  state,
  contrast,
  memory,
  exporting,
  estate,
  drift,
  engine,
  latency,
  growth,
];
