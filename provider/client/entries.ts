import { z } from "zod";
import { CloudNumberingError } from "../http/errors";
import { shapeOf } from "./call";
import { spacingOfLength } from "./spacing";

/** An entry of a list that is not as documented: which one, if that much can be read, and what is wrong with it. */
export interface Unreadable {
  readonly sid: string | undefined;
  readonly problem: string;
}

/** What could be read of a list, and what could not: one strange entry must not hide all the others. */
export interface Entries<T> {
  readonly readable: readonly T[];
  readonly unreadable: readonly Unreadable[];
}

/** {@link spacingOfLength} of all its entries. */
export function spacingOf({ readable, unreadable }: Entries<unknown>): number {
  return spacingOfLength(readable.length + unreadable.length);
}

/** A list: `result.entries`. A reply without it is a protocol error, never an empty list. */
export function listReply<T>(entry: z.ZodType<T>) {
  return z.looseObject({ result: z.looseObject({ entries: entriesOf(entry) }) });
}

/** An array of which each entry is read by itself. */
export function entriesOf<T>(entry: z.ZodType<T>) {
  return z.array(z.unknown()).transform((all) => sort(entry, all));
}

const withSid = z.looseObject({ sid: z.string() });

function sort<T>(entry: z.ZodType<T>, all: readonly unknown[]): Entries<T> {
  const parsed = all.map((each) => ({ each, result: entry.safeParse(each) }));
  return {
    readable: parsed.flatMap(({ result }) => (result.success ? [result.data] : [])),
    unreadable: parsed.flatMap(({ each, result }) =>
      result.success ? [] : [{ sid: withSid.safeParse(each).data?.sid, problem: shapeOf(result.error) }],
    ),
  };
}

/**
 * The entries of a list that is of use only whole.
 *
 * @throws {CloudNumberingError} `protocol` when one of them cannot be read
 */
export function wholeList<T>(operation: string, { readable, unreadable }: Entries<T>): readonly T[] {
  const [first] = unreadable;
  if (!first) return readable;
  throw unreadableEntry(operation, first);
}

/**
 * The entry that `isIt`, if the list shows it.
 *
 * @throws {CloudNumberingError} `protocol` when it does not, but has an unreadable entry that `mayBeIt`
 */
export function entryOf<T>(
  operation: string,
  { readable, unreadable }: Entries<T>,
  isIt: (entry: T) => boolean,
  mayBeIt: (entry: Unreadable) => boolean,
): T | undefined {
  const found = readable.find(isIt);
  const obscure = unreadable.find(mayBeIt);
  if (!found && obscure) throw unreadableEntry(operation, obscure);
  return found;
}

function unreadableEntry(operation: string, { sid, problem }: Unreadable): CloudNumberingError {
  return new CloudNumberingError({
    kind: "protocol",
    operation,
    problem: `the service lists ${sid ?? "an entry without a sid"} in a form this package does not understand (${problem})`,
    advice: "report this to the authors of pulumi-cloudnumbering",
  });
}
