import { setTimeout as pause } from "node:timers/promises";
import { beforeEach, expect, test, vi } from "vitest";
import { refusingProxy, tcpServer } from "../fixtures/tcp-server";
import { clientOf, failureOf, reception, running, signedIn, withoutJitter } from "./client-stage";

const strangers = { clientId: "abc", clientSecret: "a-secret-of-nobody-42" };
const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"];

beforeEach(() => {
  for (const name of PROXIES) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
  return () => vi.unstubAllEnvs();
});

test("F3 a refused connection names the address and says what to check", async () => {
  withoutJitter();
  const baseUrl = `http://127.0.0.1:${await closedPort()}/v1.1`;

  const error = await failureOf(clientAt(baseUrl).organisation(), strangers);

  expect(error).toMatchObject({ kind: "network", operation: "sign in", mayHaveHappened: false });
  const { host, origin } = new URL(baseUrl);
  expect(error.message).toBe(
    `sign in: ${host}: nothing accepts connections there (5 attempts); ` +
      `check the base URL ${origin} and the way there (network, proxy, firewall)`,
  );
});

test("F3 a create whose connection was refused surely made nothing, and is not looked for", async () => {
  withoutJitter();
  const sandbox = await running();
  const client = await signedIn(sandbox);
  await client.endpoints.all();
  await sandbox.stop();
  // The client must have heard that its idle connections are closed.
  await pause(50);

  const error = await failureOf(client.endpoints.create(reception, false), sandbox);

  expect(error).toMatchObject({ kind: "network", operation: "create endpoint", mayHaveHappened: false });
});

test("F3 an unknown host is told as such", async () => {
  withoutJitter();

  const error = await failureOf(clientAt("https://api.invalid/v1.1").organisation(), strangers);

  expect(error).toMatchObject({ kind: "network", mayHaveHappened: false });
  expect(error.message).toMatch(
    /^sign in: api\.invalid: the host name (is not known|could not be looked up)/,
  );
  expect(error.message).toContain("check the base URL https://api.invalid");
});

test("F3 a base URL whose version does not exist is told with what to check", async () => {
  const sandbox = await running();
  const baseUrl = sandbox.baseUrl.replace("/v1.1", "/v9");

  const error = await failureOf(clientOf(sandbox, { baseUrl }).organisation(), sandbox);

  expect(error).toMatchObject({ kind: "api", status: 404, operation: "sign in" });
  expect(error.message).toMatch(/base URL/);
});

test("F3 a server that is a web site is told with what to check", async () => {
  const { port } = await tcpServer((socket) => {
    socket.on("data", () => {
      const body = "<html>Hello</html>";
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
    });
  });

  const error = await failureOf(clientAt(`http://127.0.0.1:${port}/v1.1`).organisation(), strangers);

  expect(error.kind).toBe("protocol");
  expect(error.message).toContain("check that the base URL is the API's");
});

test("F3 a redirection is not followed, for the secret stands in the query string", async () => {
  const asked: string[] = [];
  const { port } = await tcpServer((socket) => {
    socket.on("data", (data) => {
      asked.push(String(data));
      socket.end(
        "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
      );
    });
  });

  const error = await failureOf(clientAt(`http://127.0.0.1:${port}/v1.1`).organisation(), strangers);

  expect(error).toMatchObject({ kind: "api", status: 302 });
  expect(asked).toHaveLength(1);
});

test.each([
  ["speaks another protocol", "220 mail.example ESMTP\r\n"],
  ["says nothing and hangs up", ""],
  ["breaks off inside the headers", "HTTP/1.1 200 OK\r\nContent-Le"],
  ["sends a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}"],
  ["sends headers without measure", `HTTP/1.1 200 OK\r\nX: ${"y".repeat(100_000)}\r\n\r\n{}`],
])("F3 a server that %s is a network error", async (_what, words) => {
  withoutJitter();
  const { port } = await tcpServer((socket) => {
    socket.on("data", () => socket.end(words));
  });

  const error = await failureOf(clientAt(`http://127.0.0.1:${port}/v1.1`).organisation(), strangers);

  expect(error).toMatchObject({ kind: "network", operation: "sign in" });
  expect(error.message).toContain("(5 attempts)");
});

test("F10 HTTPS_PROXY is honoured: it is asked for a tunnel to the API and sees no secret", async () => {
  withoutJitter();
  const proxy = await refusingProxy();
  vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${proxy.port}`);

  const error = await failureOf(clientAt("https://api.invalid/v1.1").organisation(), strangers);

  expect(proxy.heard[0]).toMatch(/^CONNECT api\.invalid:443 HTTP\/1\.1\r\n/);
  expect(proxy.heard.join("")).not.toContain(strangers.clientSecret);
  expect(error.kind).toBe("network");
});

test("F10 HTTP_PROXY is honoured where there is no HTTPS_PROXY", async () => {
  withoutJitter();
  const proxy = await refusingProxy();
  vi.stubEnv("HTTP_PROXY", `http://127.0.0.1:${proxy.port}`);

  await failureOf(clientAt("https://api.invalid/v1.1").organisation(), strangers);

  expect(proxy.heard[0]).toMatch(/^CONNECT api\.invalid:443 /);
});

test("F10 NO_PROXY is honoured", async () => {
  withoutJitter();
  const proxy = await refusingProxy();
  vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${proxy.port}`);
  vi.stubEnv("NO_PROXY", "api.invalid");

  await failureOf(clientAt("https://api.invalid/v1.1").organisation(), strangers);

  expect(proxy.heard).toEqual([]);
});

test("F10 no proxy stands between this machine and itself", async () => {
  const proxy = await refusingProxy();
  for (const name of ["HTTPS_PROXY", "HTTP_PROXY"]) vi.stubEnv(name, `http://127.0.0.1:${proxy.port}`);
  const sandbox = await running();

  await clientOf(sandbox).organisation();

  expect(proxy.heard).toEqual([]);
});

test("F10 a proxy that refuses the tunnel is named, and nothing was sent", async () => {
  withoutJitter();
  const proxy = await refusingProxy();
  vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${proxy.port}`);
  const client = clientAt("https://api.invalid/v1.1");

  const error = await failureOf(client.organisation(), strangers);

  expect(error.message).toMatch(/proxy/);
});

test("F10 a proxy address that is none is an error of ours, and its password is not shown", async () => {
  for (const proxy of ["user:hush-hush@127.0.0.1:3128", "127.0.0.1:3128"]) {
    vi.stubEnv("HTTPS_PROXY", proxy);

    const error = await failureOf((async () => clientAt("https://api.invalid/v1.1").organisation())(), {
      clientSecret: "hush-hush",
    });

    expect(error.message).toMatch(/proxy/i);
  }
});

test("F16 CLOUDNUMBERING_LOG=debug prints one line a request, without credentials", async () => {
  withoutJitter();
  const sandbox = await running({ seed: "demo" });
  sandbox.fault({ kind: "status", status: 503, operation: "numbers.list" });
  sandbox.fault({ kind: "dropBefore", operation: "numbers.list", skip: 1 });

  vi.stubEnv("CLOUDNUMBERING_LOG", "debug");
  const lines = await linesOf(() => clientOf(sandbox).numbers.list({ alias: "Leeds" }));

  const [signIn, ...reads] = lines;
  const ids = sandbox.calls.map(({ requestId }) => requestId);
  expect(signIn).toMatch(
    /^cloudnumbering POST \/v1\.1\/oauth\/token\?\S*client_secret=\[redacted\]\S* 200 \d+ ms /,
  );
  expect(signIn).toContain(`request ${ids[0]}`);
  expect(reads).toEqual([
    expect.stringMatching(/^cloudnumbering GET \/v1\.1\/numbers\?page=1&perPage=100&alias=Leeds 503 \d+ ms /),
    expect.stringMatching(/^cloudnumbering GET \/v1\.1\/numbers\S* attempt 2 network \d+ ms$/),
    expect.stringMatching(/^cloudnumbering GET \/v1\.1\/numbers\S* attempt 3 200 \d+ ms request \S+$/),
  ]);
  expect(reads[0]).toContain(`request ${ids[1]}`);
  expect(lines.join("\n")).not.toContain(sandbox.clientSecret);
});

test("without CLOUDNUMBERING_LOG nothing is printed", async () => {
  const sandbox = await running();
  vi.stubEnv("CLOUDNUMBERING_LOG", undefined);

  expect(await linesOf(() => clientOf(sandbox).organisation())).toEqual([]);
});

function clientAt(baseUrl: string) {
  const env = {
    CLOUDNUMBERING_BASE_URL: baseUrl,
    CLOUDNUMBERING_CLIENT_ID: strangers.clientId,
    CLOUDNUMBERING_CLIENT_SECRET: strangers.clientSecret,
  };
  return clientOf({ env }, { timeoutSeconds: 10 });
}

/** What is written to standard error meanwhile. */
async function linesOf(work: () => Promise<unknown>): Promise<string[]> {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    await work();
    return write.mock.calls.flatMap(([text]) => String(text).trimEnd().split("\n"));
  } finally {
    write.mockRestore();
  }
}

async function closedPort(): Promise<number> {
  const { port, server } = await tcpServer(() => {});
  await new Promise((resolve) => server.close(resolve));
  return port;
}
