// The same endpoints as in ours.cjs, with nothing behind them.

const { endpoints } = require("./endpoints.cjs");
const { Floor } = require("./floor-resources.cjs");

for (const { name, args } of endpoints()) new Floor("Endpoint", name, args);
