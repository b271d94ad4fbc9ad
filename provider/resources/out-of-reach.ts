/** The service was not asked, or gave no answer: other than a refusal, that says nothing about what was to be done. */
export function isOutOfReach(error: unknown): error is Error {
  return (
    error instanceof Error &&
    "kind" in error &&
    (error.kind === "auth" || error.kind === "network" || error.kind === "timeout")
  );
}
