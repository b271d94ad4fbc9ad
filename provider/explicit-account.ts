/** Config key set by an explicit `Provider`: its settings are of one account, whatever the environment says of another. */
export const EXPLICIT = "cloudnumbering:explicit";
