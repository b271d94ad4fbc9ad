import { readFileSync } from "node:fs";
import { z } from "zod";
import { kindOfType } from "../engine/provider-text";
import type { AccountOutside } from "./account-outside";
import { kindOf } from "./export-things";
import { messageOf } from "./message-of";

const importFile = z.object({
  resources: z.array(
    z.looseObject({
      type: z.string(),
      name: z.string(),
      id: z.string().optional(),
      outputs: z.looseObject({ organisationSid: z.string().optional() }).optional(),
    }),
  ),
});

type Resource = z.output<typeof importFile>["resources"][number];

/**
 * Whether the account has all that an import file names of this package. The engine does not look: it takes the state that
 * stands in the file for true.
 *
 * @returns what is wrong; nothing of other packages' resources
 * @throws {Error} when it is no import file
 */
export async function missingFrom(file: string, { handlersOf }: AccountOutside): Promise<string[]> {
  const looks = readImportFile(file).map(async ({ type, name, id = "", outputs = {} }) => {
    const kind = kindOf(kindOfType(type) ?? "");
    if (!kind) return [];
    try {
      const { organisationSid } = outputs;
      const found = await handlersOf(kind).read(id, { ...(organisationSid && { organisationSid }) });
      return found.id ? [] : [`${name}: there is no ${kind} ${id} on this account any more`];
    } catch (error) {
      return [`${name}: ${messageOf(error)}`];
    }
  });
  return (await Promise.all(looks)).flat();
}

function readImportFile(file: string): readonly Resource[] {
  const text = read(file);
  try {
    return importFile.parse(JSON.parse(text)).resources;
  } catch {
    throw new Error(`${file} is no import file`);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`${file} cannot be read: ${messageOf(error)}`);
  }
}
