import { createRequire } from "node:module";

// By the package's own name: the way from here to package.json differs between the sources and the build.
const manifest: { version: string } = createRequire(__filename)("pulumi-cloudnumbering/package.json");

/** This package's version, as published. */
export const version: string = manifest.version;
