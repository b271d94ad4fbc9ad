import { type Check, checkMissing, ok, warn } from "./doctor-check";
import type { Facts } from "./doctor-facts";
import { isOlder, OLDEST_CLI } from "./pulumi-versions";

export function checkCli({ workspace }: Facts): Check {
  const name = "Pulumi CLI";
  if (workspace.is !== "known") {
    return checkMissing(name, workspace, "install it: https://www.pulumi.com/docs/install/");
  }
  const version = workspace.value.pulumiVersion;
  return isOlder(version, OLDEST_CLI)
    ? warn(name, `${version} is older than ${OLDEST_CLI}, the oldest that is tested`, "update the Pulumi CLI")
    : ok(name, version);
}

export function checkBackend({ identity }: Facts): Check {
  const name = "backend";
  if (identity.is !== "known") {
    return checkMissing(
      name,
      identity,
      "run `pulumi login`, or set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL",
    );
  }
  const { user, url } = identity.value;
  return ok(name, url ? `${url}, as ${user}` : `as ${user}`);
}

/** Whether the stack is there and its secrets can be read. */
export function checkStack({ workspace, stack, config, state }: Facts): Check {
  const name = "stack";
  if (stack.is === "unasked" && workspace.is === "known") {
    return warn(name, stack.because, "run `pulumi stack select`, or name one with --stack");
  }
  if (stack.is !== "known") {
    return checkMissing(name, stack, "run it in the folder with the Pulumi.yaml, or name it with --cwd");
  }
  const way =
    "check the name (`pulumi stack ls`), and PULUMI_CONFIG_PASSPHRASE or the stack's secrets provider";
  if (config.is !== "known") return checkMissing(name, config, way);
  if (state.is !== "known") return checkMissing(name, state, way);
  const [cutOff] = state.value.pending;
  if (cutOff) {
    const what = `${stack.value}: an operation was cut off while it was ${cutOff.type} ${cutOff.urn}`;
    return warn(name, what, `run \`pulumi refresh --stack ${stack.value}\``);
  }
  return ok(name, stack.value);
}
