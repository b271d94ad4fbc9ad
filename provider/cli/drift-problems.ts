import type { Problem } from "./drift-report";
import { messageOf } from "./message-of";

/** What could not be told; the same trouble of many resources is one problem. */
export class Problems {
  readonly #where = new Map<string, Set<string>>();

  add(problem: string, where?: string): void {
    const places = this.#where.get(problem) ?? new Set();
    this.#where.set(problem, places);
    if (where !== undefined) places.add(where);
  }

  /** What comes of the work; `undefined`, and a problem, when it fails. */
  async unless<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.add(messageOf(error));
      return undefined;
    }
  }

  /** In an order of their own: readings side by side fail in any. */
  list(): Problem[] {
    return [...this.#where]
      .map(([problem, where]) => ({ problem, where: [...where].sort() }))
      .sort((a, b) => (a.problem < b.problem ? -1 : 1));
  }
}
