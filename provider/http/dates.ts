/** The `Retry-After` header in milliseconds: a number of seconds or an HTTP date (RFC 9110 §10.2.3). */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = parseHttpDate(header);
  return date === undefined ? undefined : Math.max(0, date - now);
}

/** An HTTP date in milliseconds since 1970. */
export function parseHttpDate(header: string | undefined): number | undefined {
  // Date.parse takes "-5" and "wait 3" for dates; an HTTP date begins with the day of the week.
  const date = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(header ?? "") ? Date.parse(header ?? "") : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}
