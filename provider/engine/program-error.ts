import { RunError } from "@pulumi/pulumi";

/**
 * A failure in the program's own process, shown as one line. The stack is the message: on Node 20 the SDK spends
 * up to a minute on inspecting a real one.
 */
export class ProgramError extends RunError {
  constructor(message: string) {
    super(message);
    this.stack = message;
  }
}
