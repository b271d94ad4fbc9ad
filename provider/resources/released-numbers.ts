const released = new Set<string>();

/** This run has let go of the number's assignment (`AN…`) on purpose: whatever it goes to must stay. */
export function release(sid: string): void {
  released.add(sid);
}

/** The number is assigned after all. */
export function takeBack(sid: string): void {
  released.delete(sid);
}

export function wasReleased(sid: string): boolean {
  return released.has(sid);
}
