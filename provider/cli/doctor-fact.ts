import { CloudNumberingError } from "../http/errors";
import { messageOf } from "./message-of";

export interface Known<T> {
  readonly is: "known";
  readonly value: T;
}

export type Missing =
  | { readonly is: "trouble"; readonly problem: string; readonly advice: string | undefined }
  /** What it takes to ask is missing itself. */
  | { readonly is: "unasked"; readonly because: string };

/** What a look has brought. */
export type Fact<T> = Known<T> | Missing;

export function known<T>(value: T): Known<T> {
  return { is: "known", value };
}

export function unasked(because: string): Missing {
  return { is: "unasked", because };
}

export function trouble(error: unknown): Missing {
  if (!(error instanceof CloudNumberingError)) {
    return { is: "trouble", problem: messageOf(error), advice: undefined };
  }
  const { operation, problem, advice, requestId } = error;
  const request = requestId ? ` (request ${requestId})` : "";
  return { is: "trouble", problem: `${operation}: ${problem}${request}`, advice };
}

export async function look<T>(ask: () => T | Promise<T>): Promise<Fact<T>> {
  try {
    return known(await ask());
  } catch (error) {
    return trouble(error);
  }
}

/** Looks at what needs something else first. @param because what is said where that is missing */
export async function lookWith<A, B>(
  first: Fact<A>,
  because: string,
  ask: (value: A) => B | Promise<B>,
): Promise<Fact<B>> {
  return first.is === "known" ? look(() => ask(first.value)) : unasked(because);
}
