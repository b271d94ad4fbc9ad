import { Argument, Command } from "commander";
import { endWith } from "./command-line";
import { type ThingKind, thingKinds } from "./export-things";

/**
 * `cloudnumbering reveal`: a property that may hold a credential, for the stack's secret config. It goes through a pipe: no
 * file and no screen has it.
 */
export function revealCommand(): Command {
  return new Command("reveal")
    .description("write a property of a thing of the account into a pipe, for pulumi config set --secret")
    .addArgument(new Argument("<kind>", "what it is").choices(thingKinds))
    .argument("<id>", "EP…, AN…, NO…, OR…, or voice/203.0.113.10")
    .argument("<property>", "as the program names it, such as uri")
    .exitOverride(endWith)
    .action(async (kind: ThingKind, id: string, property: string) => {
      if (process.stdout.isTTY) {
        throw new Error(
          "it may be a credential, and is not shown: pipe it into pulumi config set --secret KEY",
        );
      }
      const { accountOutside } = await import("./account-outside.js");
      const { revealed } = await import("../engine/values.js");
      const { props } = await accountOutside(() => undefined)
        .handlersOf(kind)
        .read(id, {});
      const value = (revealed(props) as Readonly<Record<string, unknown>>)[property];
      if (typeof value !== "string") throw new Error(`${kind} ${id} has no text called ${property}`);
      process.stdout.write(value);
    });
}
