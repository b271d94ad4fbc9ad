import { type Input, type Output, secret } from "@pulumi/pulumi";
import type { z } from "zod";
import type { Account } from "../client/account";
import { type AccountOptions, knownNow, type LookupOptions, lookupOutput } from "../engine/lookup";
import { ProgramError } from "../engine/program-error";
import type { ProviderSettings } from "../resources/provider";
import { accountOfProgram, settingsOf } from "./account-of-program";

// What is internal here stays out of the types that users get: their compilers would otherwise read the HTTP client's, too.

/** One lookup: what may be asked for, and how it is answered. @internal */
export interface LookupDefinition<A extends z.ZodObject, R> {
  readonly name: string;
  readonly args: A;
  answer(account: Account, args: z.output<A>): Promise<R>;
  /** Whether an answer holds what must not stand in the state in plain text. */
  isSecret?(answer: R): boolean;
}

/** The args of a lookup's Output form: each may be an Output. */
export type Inputs<A> = { readonly [K in keyof A]: Input<A[K]> };

/** @internal */
export interface Lookup<A, R> {
  /** Looks up now. @throws {ProgramError} one line that says what is wrong and the way out */
  now(args: A | undefined, options?: AccountOptions): Promise<R>;
  /** Looks up once everything that `args` and `dependsOn` come from exists. */
  output(args: Input<Inputs<A>> | undefined, options: LookupOptions | undefined): Output<R>;
}

/** @internal */
export function defineLookup<A extends z.ZodObject, R>(
  definition: LookupDefinition<A, R>,
): Lookup<z.input<A>, R> {
  type Args = z.input<A>;
  const lookUp = async (args: Args | undefined, settings: ProviderSettings | undefined): Promise<R> => {
    try {
      return await definition.answer(await accountOfProgram(settings), checked(definition, args));
    } catch (error) {
      throw error instanceof Error ? new ProgramError(`${definition.name}: ${error.message}`) : error;
    }
  };
  return {
    async now(args, options) {
      const settings = settingsOf(options?.provider);
      return lookUp(
        args,
        settings && (await knownNow(settings, `${definition.name}: the provider's settings are`)),
      );
    },
    output(args, options) {
      const question = { args: args ?? {}, settings: settingsOf(options?.provider) };
      return lookupOutput(definition.name, question as Input<Question<Args>>, options, async (asked) => {
        const found = await lookUp(asked.args, asked.settings);
        return definition.isSecret?.(found) ? secret(found) : found;
      }) as Output<R>;
    },
  };
}

interface Question<Args> {
  readonly args: Args;
  readonly settings: ProviderSettings | undefined;
}

function checked<A extends z.ZodObject, R>(
  { args: schema }: LookupDefinition<A, R>,
  args: unknown,
): z.output<A> {
  const result = schema.safeParse(args ?? {});
  if (result.success) return result.data;
  throw new Error(
    result.error.issues
      .map((issue) => [issue.path.join("."), issue.message].filter(Boolean).join(": "))
      .join("; "),
  );
}
