import { type ApiRequest, type Backend, type Reply, result } from "../exchange";
import { allowQuery } from "../fields";

/** GET /organisation (docs/api.md §5). */
export function getOrganisation(request: ApiRequest, { world, guesses }: Backend): Reply {
  allowQuery(request, [], guesses);
  return result(world.organisation);
}
