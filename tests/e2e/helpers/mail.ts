// Mails as the server wrote them: read back, and their links followed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { dataDirectory } from "./goesting.ts";

/** A mail as plain text, its soft line ends joined. */
export interface Mail {
  subject: string;
  text: string;
}

/** All mails to an address so far, the oldest first. */
export function mailsTo(address: string): Mail[] {
  const folder = join(dataDirectory(), "mails");
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".eml")).sort();
  } catch {
    return [];
  }
  return names
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .filter((source) => header(source, "To").includes(address))
    .map((source) => ({ subject: words(header(source, "Subject")), text: plainText(source) }));
}

/** Waits until there are more than so many mails to this address whose text matches, and returns the newest. */
export async function mailTo(address: string, about: RegExp, after = 0): Promise<Mail> {
  const found = () => mailsTo(address).filter(({ subject, text }) => about.test(subject) || about.test(text));
  await expect
    .poll(() => found().length, { message: `a mail to ${address} about ${about}`, timeout: 15_000 })
    .toBeGreaterThan(after);
  return found().at(-1)!;
}

/** The first link of a mail whose path begins like this, without its host. */
export function linkIn(mail: Mail, path: string): string {
  const links = mail.text.match(/https?:\/\/[^\s<>")]+/g) ?? [];
  const found = links.map((link) => new URL(link)).find(({ pathname }) => pathname.startsWith(path));
  expect(found, `a link to ${path} in:\n${mail.text}`).toBeTruthy();
  return found!.pathname + found!.search + found!.hash;
}

function header(source: string, name: string): string {
  const unfolded = source.replace(/\r?\n[ \t]+/g, " ");
  return unfolded.match(new RegExp(`^${name}: (.*)$`, "im"))?.[1]?.trim() ?? "";
}

/** Decodes encoded words (RFC 2047) of a header. */
function words(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, how: string, coded: string) =>
      how.toLowerCase() === "b"
        ? Buffer.from(coded, "base64").toString("utf8")
        : quoted(coded.replaceAll("_", " ")),
    );
}

function quoted(text: string): string {
  const bytes = text.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The plain part of a mail with alternatives. */
function plainText(source: string): string {
  const part = source.split(/\r?\n--/).find((part) => /content-type: text\/plain/i.test(part)) ?? source;
  const at = part.search(/\r?\n\r?\n/);
  const [head, body] = [part.slice(0, at), part.slice(at).trim()];
  if (/transfer-encoding: base64/i.test(head)) {
    return Buffer.from(body.replace(/\s/g, ""), "base64").toString("utf8");
  }
  return /transfer-encoding: quoted-printable/i.test(head) ? quoted(body) : body;
}
