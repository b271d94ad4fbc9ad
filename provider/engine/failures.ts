/**
 * A clear no: what is wrong and the way out, meant for the person who ran the command. Anything else that is thrown
 * is a fault of this package.
 */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Refusal";
  }
}

/**
 * The object exists, but is not as declared. Its id and its real values go into the state, and the next `pulumi up`
 * goes on from there.
 */
export class Unfinished<Live> extends Error {
  constructor(
    readonly live: Live,
    readonly reason: string,
    /** The declared properties that the service did not take; any other that differs it keeps in a form of its own. */
    readonly ignored: readonly string[] = [],
  ) {
    super(reason);
    this.name = "Unfinished";
  }
}

const MARKER = "[cloudnumbering: reported above]";

/**
 * An error that the SDK's provider process reports by its message alone. It prints errors of check, diff, read and
 * delete with their stack as well; `hushReported` drops those lines by the marker.
 */
class Reported extends Error {
  override toString(): string {
    return MARKER;
  }
}

/** The same failure as one line, without a stack on the screen, and redacted. */
export function reported(error: unknown, redact: (text: string) => string): Error {
  if (error instanceof Error && "id" in error) return error; // half-made: the SDK reads what is in it
  const quiet = new Reported(redact(error instanceof Error ? inWords(error) : String(error)));
  quiet.stack = "";
  return quiet;
}

/** A fault of this package says where it is: nobody can report it otherwise. */
function inWords(error: Error): string {
  if (isExpected(error)) return error.message;
  const place =
    /[\w.-]+\.[cm]?[jt]s:\d+/.exec(error.stack?.slice(error.stack.indexOf("\n")) ?? "")?.[0] ?? "?";
  const what = `${error.name}: ${error.message}`.replaceAll(/\s+/g, " ");
  return `${what} (at ${place}); this is a fault of pulumi-cloudnumbering, please report it`;
}

/** Errors by which this package speaks to people: recognised by name, because the client's are not known here. */
function isExpected(error: Error): boolean {
  return error.name === "Refusal" || error.name === "CloudNumberingError";
}

/**
 * What the SDK takes for "made, but not finished": an error with an `id`. The state keeps `properties` and shows
 * `reasons`; it stores both as they are, so both must be clean of secrets.
 */
export function partialFailure(
  id: string,
  properties: Readonly<Record<string, unknown>>,
  reason: string,
): Error {
  return Object.assign(new Error(reason), { id, properties, reasons: [reason] });
}

let hushed = false;

/** Once a process: keeps the SDK's own print of a reported error from the screen. */
export function hushReported(): void {
  if (hushed) return;
  hushed = true;
  const { error: print } = console;
  console.error = (...words: unknown[]) => {
    if (!String(words[0]).startsWith(MARKER)) print(...words);
  };
}
