// The same estate as in estate.cjs, with nothing behind it.

const { declareEstate } = require("./estate-resources.cjs");
const { Floor } = require("./floor-resources.cjs");

declareEstate((kind, name, args) => new Floor(kind, name, args));
