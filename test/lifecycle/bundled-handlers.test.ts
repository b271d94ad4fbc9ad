// The provider process runs the handlers as the build has bundled them, with a part of undici: what of it the sandbox alone
// would not touch.

import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { refusingProxy } from "../fixtures/tcp-server";

const reads = `
  const { Endpoint } = require("pulumi-cloudnumbering/dynamic");
  Endpoint.configure({ config: { get: () => undefined } })
    .then(() => Endpoint.read("EP1", { organisationSid: "OR1" }))
    .catch(({ message }) => console.log(message));`;

test("F10 the bundled handlers too ask HTTPS_PROXY for a tunnel", async () => {
  const { port, heard } = await refusingProxy();

  const { stdout } = await promisify(execFile)(process.execPath, ["-e", reads], {
    cwd: path.resolve(__dirname, "../.."),
    env: {
      PATH: "/nowhere",
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
      CLOUDNUMBERING_BASE_URL: "https://api.invalid/v1.1",
      CLOUDNUMBERING_CLIENT_ID: "abc",
      CLOUDNUMBERING_CLIENT_SECRET: "a-secret-of-nobody-42",
    },
  });

  expect(heard[0]).toMatch(/^CONNECT api\.invalid:443 HTTP\/1\.1\r\n/);
  expect(stdout).toContain("the proxy refused the tunnel to it");
  expect(heard.join("") + stdout).not.toContain("a-secret-of-nobody-42");
});
