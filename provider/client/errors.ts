/**
 * The one error of this client, for callers above it, which do not know http/: whether the service answered, with what
 * status, and whether the request may have been carried out all the same.
 */
export { CloudNumberingError } from "../http/errors";
