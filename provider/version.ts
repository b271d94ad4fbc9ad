import { version as packageVersion } from "pulumi-cloudnumbering/package.json";

/** This package's version, as published. */
export const version: string = packageVersion;
