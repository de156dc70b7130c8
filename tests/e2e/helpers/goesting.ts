// The server's own commands and files, for what a browser cannot do: mails, jobs, invitations.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Account } from "./session.ts";
import { unusedAddress } from "./visit.ts";

function variable(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: run tools/e2e.sh`);
  }
  return value;
}

/** Runs a command of the binary on the data of the server under test, and returns what it printed. */
export function goesting(...args: string[]): string {
  return execFileSync(variable("GOESTING_BIN"), args, { encoding: "utf8" });
}

/** Somebody who was never here: no other test, and no earlier run of this one, did anything in their name. */
export function newcomer(firstName: string): Account {
  const account = { email: unusedAddress(firstName.toLowerCase()), password: "een boot zonder water" };
  const who = ["--first-name", firstName, "--email", account.email, "--birth-year", "1990"];
  execFileSync(variable("GOESTING_BIN"), ["user", "create", ...who], { input: account.password });
  return account;
}

/** The folder with the server's data; mails lie in it as files. */
export function dataDirectory(): string {
  return variable("GOESTING_DATA_DIR");
}

/** What `goesting demo load` printed: the demo's log-ins. */
export function demoLogins(): string {
  return readFileSync(variable("GOESTING_LOGINS"), "utf8");
}
