// Who one can be in the demo ecosystem.
import { demoLogins } from "./goesting.ts";
import type { Account } from "./session.ts";

/** What the demo's people can be logged in as. */
export type Role =
  | "citizen"
  | "guardian"
  | "teenager"
  | "steward-library"
  | "steward-school"
  | "steward-company"
  | "host"
  | "facilitator-diest"
  | "facilitator-aarschot";

/** An account of the demo with its first name. */
export interface DemoAccount extends Account {
  name: string;
}

/** The account of this role, from the table that `goesting demo load` printed. */
export function demoAccount(role: Role): DemoAccount {
  for (const line of demoLogins().split("\n")) {
    const [first, name, email, password] = line.trim().split(/\s{2,}/);
    if (first === role && name && email && password) {
      return { name, email, password };
    }
  }
  throw new Error(`the demo has no ${role}`);
}
