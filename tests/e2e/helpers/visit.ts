// What visitors do again and again.
import { randomUUID } from "node:crypto";
import { expect, type APIRequestContext, type Page } from "@playwright/test";

/** An address nobody has yet. */
export function unusedAddress(name: string): string {
  return `${name}-${randomUUID().slice(0, 8)}@example.be`;
}

/** Chooses where to look from, by keyboard. */
export async function chooseTown(page: Page, name: string): Promise<void> {
  const where = page.getByRole("combobox", { name: "Waar zoeken we?" });
  await where.fill(name);
  await expect(page.getByRole("option", { name: new RegExp(`^${name}`) }).first()).toBeVisible();
  await where.press("ArrowDown");
  await where.press("Enter");
  await expect(where).toHaveValue(name);
}

interface Wanted {
  /** Of an actor of this kind; any otherwise. */
  actorKind?: string;
  /** One without places, where one can wait. */
  full?: boolean;
  /** From this age on or younger. */
  age?: number;
}

interface Hit {
  id: string;
  actor: { kind: string };
}

interface Session {
  id: string;
  state: string;
  starts_at: string;
  sign_up_until?: string;
  places_left?: number;
  waiting: number;
  terms: { waiting_list: boolean };
}

/** An open opportunity with a session that one can take a place in, or wait for. */
export async function opportunityWithRoom(
  request: APIRequestContext,
  { actorKind, full = false, age }: Wanted = {},
): Promise<{ id: string; session: string }> {
  const soon = Date.now() + 3_600_000;
  const query = new URLSearchParams({ limit: "100", sort: "date" });
  if (age !== undefined) {
    query.set("age", String(age));
  }
  const found = await request.get(`/api/v1/opportunities?${query}`);
  const { items } = (await found.json()) as { items: Hit[] };
  for (const hit of items.filter(({ actor }) => !actorKind || actor.kind === actorKind)) {
    const answer = await request.get(`/api/v1/opportunities/${hit.id}/sessions`);
    const page = (await answer.json()) as { items: Session[] };
    const fits = page.items.find(
      ({ state, starts_at, sign_up_until, places_left, waiting, terms }) =>
        (state === "planned" || state === "changed") &&
        Date.parse(starts_at) > soon &&
        (!sign_up_until || Date.parse(sign_up_until) > soon) &&
        (full ? places_left === 0 && terms.waiting_list : (places_left ?? 0) > 1 && waiting === 0),
    );
    if (fits) {
      return { id: hit.id, session: fits.id };
    }
  }
  throw new Error("the demo has no such session");
}
