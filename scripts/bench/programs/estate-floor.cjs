// The same estate as in estate.cjs, with nothing behind it.

const { estate } = require("./estate-numbers.cjs");
const { declareEstate } = require("./estate-resources.cjs");
const { Floor } = require("./floor-resources.cjs");

declareEstate(estate(Number(process.env.BENCH_SIZE)), (kind, name, args) => new Floor(kind, name, args));
