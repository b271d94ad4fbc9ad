// No test: what `npm run states` runs, which alone may write a fixture.
import { test } from "vitest";
import manifest from "../../package.json";
import { save } from "./saved-state";

test("the state of this version is saved", () => save(manifest.version));
