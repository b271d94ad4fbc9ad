import { createRequire } from "node:module";

// By the package's own name: the way from here to package.json differs between the sources and the build.
const manifest: { version: string; peerDependencies: { "@pulumi/pulumi": string } } = createRequire(
  __filename,
)("pulumi-cloudnumbering/package.json");

/** This package's version, as published. */
export const version: string = manifest.version;

/** What a program must have installed beside this package, as ranges: `^3.216.0`. */
export const { peerDependencies } = manifest;
