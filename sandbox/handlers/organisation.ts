import { type ApiRequest, type Backend, type Reply, result } from "../exchange";
import { allowQuery, country, declaredOnly, readBody, text } from "../fields";
import { takenOver } from "../quirks";
import { blankOrganisation } from "../seeds/seeds";

/** GET /organisation (docs/api.md §5). */
export function getOrganisation(request: ApiRequest, { world, guesses }: Backend): Reply {
  allowQuery(request, [], guesses);
  return result(world.organisation);
}

const WRITABLE = {
  name: text.optional,
  tradingName: text.optional,
  addr1: text.optional,
  addr2: text.optional,
  city: text.optional,
  state: text.optional,
  postcode: text.optional,
  countryIso: country.optional,
  registeredCountryIso: country.optional,
  vatNumber: text.optional,
  typeOfBusiness: text.optional,
  productUseCase: text.optional,
  website: text.optional,
  productDescription: text.optional,
};

/** PUT /organisation */
export function updateOrganisation(request: ApiRequest, { world, guesses, quirks }: Backend): Reply {
  allowQuery(request, [], guesses);
  const sent = declaredOnly(readBody(request, WRITABLE, guesses));
  const { sid, balance, currency, ...fresh } = blankOrganisation("");
  const undeclared = guesses["put-organisation-undeclared"] === "reset" ? fresh : {};
  const taken = takenOver({ ...undeclared, ...sent }, fresh, quirks);
  return result({ sid: world.editOrganisation(taken).sid });
}
