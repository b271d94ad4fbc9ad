// The provider process runs the handlers as the build has bundled them, with a part of undici: what of it the sandbox alone
// would not touch.

import { execFile } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const reads = `
  const { Endpoint } = require("pulumi-cloudnumbering/dynamic");
  Endpoint.configure({ config: { get: () => undefined } })
    .then(() => Endpoint.read("EP1", { organisationSid: "OR1" }))
    .catch(({ message }) => console.log(message));`;

test("F10 the bundled handlers too ask HTTPS_PROXY for a tunnel", async () => {
  const heard: string[] = [];
  const proxy = createServer((socket) => {
    socket.on("data", (data) => {
      heard.push(String(data));
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    });
    socket.on("error", () => {});
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => void proxy.close());

  const { stdout } = await promisify(execFile)(process.execPath, ["-e", reads], {
    cwd: path.resolve(__dirname, "../.."),
    env: {
      PATH: "/nowhere",
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      CLOUDNUMBERING_BASE_URL: "https://api.invalid/v1.1",
      CLOUDNUMBERING_CLIENT_ID: "abc",
      CLOUDNUMBERING_CLIENT_SECRET: "a-secret-of-nobody-42",
    },
  });

  expect(heard[0]).toMatch(/^CONNECT api\.invalid:443 HTTP\/1\.1\r\n/);
  expect(stdout).toContain("the proxy refused the tunnel to it");
  expect(heard.join("") + stdout).not.toContain("a-secret-of-nobody-42");
});
