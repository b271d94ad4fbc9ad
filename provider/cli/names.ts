/** What is to be named: its sid, or whatever else never changes, and what people call it. */
export interface Nameable {
  readonly id: string;
  readonly label: string;
}

/** What a name has to fit in with. */
export interface NamesAround {
  /** Names that things have already, by id: they keep them. */
  readonly kept: ReadonlyMap<string, string>;
  /** Names of other things. */
  readonly taken: ReadonlySet<string>;
}

const NOTHING: NamesAround = { kept: new Map(), taken: new Set() };

/**
 * A name for each thing, by id: of what people call it, such as `head-office-pbx`; of its sid as well where several would be
 * called the same. It depends on what there is and not on the order of it, and a thing that comes, goes or changes
 * touches no name but of those that are called the same.
 *
 * @param fallback for a thing whose label has no letter or digit of ASCII: `endpoint`
 */
export function namesFor(
  things: readonly Nameable[],
  fallback: string,
  { kept, taken }: NamesAround = NOTHING,
): ReadonlyMap<string, string> {
  const used = new Set([...taken, ...kept.values()]);
  const fresh = things.filter(({ id }) => !kept.has(id));
  const bases = new Map(fresh.map(({ id, label }) => [id, slug(label)]));
  const isAlone = aloneIn([...bases.values()]);
  const short = (id: string) => {
    const base = bases.get(id) ?? "";
    return base !== "" && isAlone(base) && !used.has(base) ? base : withEnd(base || fallback, endOf(id));
  };
  const shorts = new Map(fresh.map(({ id }) => [id, short(id)]));
  const isOwn = aloneIn([...shorts.values()]);
  return new Map(
    things.map(({ id }) => {
      const name = shorts.get(id) ?? "";
      if (isOwn(name) && !used.has(name)) return [id, name];
      return [id, kept.get(id) ?? withEnd(bases.get(id) || fallback, slug(id))];
    }),
  );
}

const LONGEST = 40;

/** A label as a name: `Büro (1. Stock)` is `buro-1-stock`; empty when nothing is left of it. */
export function slug(label: string): string {
  const words = label
    .slice(0, 1000)
    .normalize("NFKD")
    .replace(/\p{M}|['’]/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (words.length <= LONGEST) return words;
  const cut = words.slice(0, LONGEST + 1);
  const end = cut.lastIndexOf("-");
  return cut.slice(0, end > LONGEST / 2 ? end : LONGEST);
}

/** The last characters of a sid tell it from others nearly always. */
function endOf(id: string): string {
  return slug(id).slice(-6);
}

function withEnd(base: string, end: string): string {
  return `${base}-${end}`;
}

function aloneIn(all: readonly string[]): (name: string) => boolean {
  const counts = new Map<string, number>();
  for (const name of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (name) => counts.get(name) === 1;
}

/** Words that no variable of a strict module can have as its name, and those that our own imports have. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public return " +
    "static super switch this throw true try typeof var void while with yield undefined NaN Infinity " +
    "require module exports process cloudnumbering pulumi config endpoints"
  ).split(" "),
);

/** Variables for those names, each its own: `head-office-pbx` is `headOfficePbx`. */
export function variablesFor(names: readonly string[], fallback: string): ReadonlyMap<string, string> {
  const camel = (name: string) => {
    const [first = "", ...rest] = slug(name).split("-");
    const word = first + rest.map(capital).join("");
    return /^[a-z]/.test(word) && !RESERVED.has(word) ? word : fallback + capital(word);
  };
  const isAlone = aloneIn(names.map(camel));
  // `a-1b` and `a1b` are two names and would be one variable. No other variable has a line in it.
  const spelt = (name: string) => `${fallback}_${name.replace(/[^A-Za-z0-9]/g, spellOut)}`;
  return new Map(names.map((name) => [name, isAlone(camel(name)) ? camel(name) : spelt(name)]));
}

function spellOut(character: string): string {
  return character === "-" ? "_" : `_${character.charCodeAt(0)}_`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
