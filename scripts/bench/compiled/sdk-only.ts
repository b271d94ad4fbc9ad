// What the compiler has to look at in any program of Pulumi.

import * as pulumi from "@pulumi/pulumi";

export const region = new pulumi.Config().get("region");
