/** A word as a POSIX shell reads it: URNs have `$` and anything else that people name things with. */
export function quoted(word: string): string {
  return /^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The commands that repairs are made of, for the folder that the stacks were read from. */
export class Shell {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder === "." ? "" : ` --cwd ${quoted(folder)}`;
  }

  /** Brings the state and then the account in line with the program, for one resource alone. */
  up(stack: string, urn: string): string {
    return `pulumi up --refresh --target ${quoted(urn)}${this.#on(stack)}`;
  }

  /** For what is new to the program. */
  upAll(stack: string): string {
    return `pulumi up${this.#on(stack)}`;
  }

  /** Lets the state know what became of one resource; the account is not touched. */
  refresh(stack: string, urn: string): string {
    return `pulumi refresh --target ${quoted(urn)}${this.#on(stack)}`;
  }

  /** Lets go of one resource in the state; the account is not touched. */
  forget(stack: string, urn: string): string {
    return `pulumi state delete ${quoted(urn)}${this.#on(stack)}`;
  }

  setSecret(stack: string, key: string): string {
    return `pulumi config set --secret ${quoted(key)}${this.#on(stack)}`;
  }

  #on(stack: string): string {
    return ` --stack ${quoted(stack)}${this.#folder}`;
  }
}
