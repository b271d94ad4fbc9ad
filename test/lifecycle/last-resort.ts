// What a test started it also ends. But a test may time out, and Vitest ends its workers with a signal, which runs no
// exit handlers: so this is what is done then, at once and without waiting.

const endings = new Set<() => void>();

/** Returns a function that takes it back. */
export function whenAllElseFails(end: () => void): () => void {
  endings.add(end);
  return () => endings.delete(end);
}

function endEverything(): void {
  for (const end of endings) end();
  endings.clear();
}

process.on("exit", endEverything);
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  process.once(signal, () => {
    endEverything();
    // The listener is gone, so that this time the signal does what it always does.
    process.kill(process.pid, signal);
  });
}
