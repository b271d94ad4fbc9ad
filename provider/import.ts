// Makes `pulumi import` work: NODE_OPTIONS="--require pulumi-cloudnumbering/import" pulumi import …
//
// The engine asks a provider process for an object that is to be imported by its type and id alone, without the inputs in
// which a dynamic resource says whose code is meant; the SDK then finds no code and fails. In that process, and in no other
// that the variable reaches, this adds what a program would have said. Nothing may be printed here: the engine reads the
// process's first line.
import { createRequire } from "node:module";
import { kindInUrn, providerText } from "./engine/provider-text";

interface Struct {
  getFieldsMap(): { has(key: string): boolean };
}

interface ReadRequest {
  getUrn(): string;
  getProperties(): Struct | undefined;
}

const [, script = ""] = process.argv;
if (/[\\/]cmd[\\/]dynamic-provider([\\/]index\.js)?$/.test(script)) completeReads(createRequire(script));

/** @param fromSdk requires what the SDK of the provider process itself uses */
function completeReads(fromSdk: NodeJS.Require): void {
  const { ReadRequest } = fromSdk("../../proto/provider_pb") as { ReadRequest: { prototype: ReadRequest } };
  const { Struct } = fromSdk("google-protobuf/google/protobuf/struct_pb") as {
    Struct: { fromJavaScript(values: object): Struct };
  };
  const { getProperties } = ReadRequest.prototype;
  ReadRequest.prototype.getProperties = function (this: ReadRequest) {
    const given = getProperties.call(this);
    const urn = this.getUrn();
    const kind = kindInUrn(urn);
    if (kind === undefined || given?.getFieldsMap().has("__provider")) return given;
    return Struct.fromJavaScript({ __provider: providerText(kind), __urn: urn });
  };
}
