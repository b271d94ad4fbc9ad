import { serve } from "./engine/serve";
import { endpoint } from "./resources/endpoint";
import { surroundings } from "./surroundings";

// Each name stands in the states of users: once published it stays for ever.
export const Endpoint = serve(endpoint, surroundings);
