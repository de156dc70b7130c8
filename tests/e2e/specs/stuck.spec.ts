// Places where people got stuck: what they typed counts, what they see is true, and there is a way on.
import { expectAccessible, expectReflow } from "../helpers/axe.ts";
import { demoAccount } from "../helpers/demo.ts";
import { CUSTOM_HEADER, signIn } from "../helpers/session.ts";
import { expect, test } from "../helpers/test.ts";
import { opportunityWithRoom } from "../helpers/visit.ts";
import type { APIRequestContext, Page } from "@playwright/test";

const WHERE = "Waar zoeken we?";

interface MyActor {
  actor: { id: string };
}

async function read<T>(request: APIRequestContext, path: string): Promise<T> {
  const answer = await request.get(`/api/v1${path}`);
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

async function myActors(request: APIRequestContext): Promise<string[]> {
  const { actors } = await read<{ actors: MyActor[] }>(request, "/me");
  return actors.map(({ actor }) => actor.id);
}

/** An opportunity of the reader's own with a session that comes. */
async function ownSession(request: APIRequestContext): Promise<string> {
  for (const actor of await myActors(request)) {
    type Offer = { id: string; state: string; actors: { actor: { id: string }; accepted: boolean }[] };
    const { items } = await read<{ items: Offer[] }>(request, `/actors/${actor}/opportunities`);
    const takesPart = ({ actors }: Offer) => actors.some((one) => one.actor.id === actor && one.accepted);
    for (const { id } of items.filter((one) => one.state === "open" && takesPart(one))) {
      const sessions = await read<{ items: { state: string }[] }>(request, `/opportunities/${id}/sessions`);
      if (sessions.items.some(({ state }) => state === "planned")) return id;
    }
  }
  throw new Error("the demo has no session of this steward");
}

/** Stores a draft with these words and nothing else that is needed; its id. */
async function draft(page: Page, title: string): Promise<string> {
  await page.goto("/partner");
  await page.getByRole("link", { name: "Open een plek" }).first().click();
  await page.getByLabel("Naam", { exact: true }).fill(title);
  await page.getByRole("button", { name: /Verder/ }).click();
  await expect(page).toHaveURL(/\/partner\/opportunities\/[0-9a-f-]+/);
  return page.url().match(/opportunities\/([0-9a-f-]+)/)![1]!;
}

test("a town that was typed and not picked is where we look", async ({ page }) => {
  await page.goto("/");
  const where = page.getByRole("combobox", { name: WHERE });
  const search = page.locator("main").getByRole("button", { name: "Zoek", exact: true });
  // At once, before anything was suggested.
  await where.fill("Diest");
  await search.click();
  await expect(page).toHaveURL(/\/discover\?.*territory=24020/);

  await page.goto("/");
  await where.fill("Aarschot");
  await where.press("Enter");
  await expect(where).toHaveValue("Aarschot");
  await expect(where).toHaveAttribute("aria-invalid", "false");

  // What is no town is said, and not searched without.
  await where.fill("Qzxqzx");
  await search.click();
  await expect(page.locator("#start-place-none")).toContainText("Die gemeente vinden we niet");
  await expect(where).toHaveAttribute("aria-invalid", "true");
  await expect(where).toBeFocused();
  await expect(page).toHaveURL(/\/$/);
  await expectAccessible(page);
});

test("on a phone what is suggested leaves the next field in reach", async ({ page }) => {
  // On wide screens the list lies over what is next.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/");
  await page.locator("#start-q").fill("koken");
  const list = page.locator("#start-q-list");
  await expect(list.getByRole("option").first()).toBeVisible();
  const where = page.getByRole("combobox", { name: WHERE });
  const [above, below] = [(await list.boundingBox())!, (await where.boundingBox())!];
  expect(below.y).toBeGreaterThanOrEqual(above.y + above.height);
  // The list goes when its field is left, and takes nothing from under the finger.
  await page.locator("main form").getByRole("button", { name: "Zoek", exact: true }).click();
  await expect(page).toHaveURL(/\/discover\?.*q=koken/);
});

test("a link with a town shows the town, and clearing everything clears it", async ({ page }, { project }) => {
  await page.goto("/discover?territory=24020&ring=region&free=true");
  await expect(page.locator("article.hit")).not.toHaveCount(0);
  await expect(page.locator(".active-filters")).toContainText("Diest");
  const phone = project.name === "phone";
  if (phone) await page.locator(".filter-button").click();
  const filters = phone ? page.getByRole("dialog") : page.locator(".rail");
  const where = filters.getByRole("combobox", { name: WHERE });
  await expect(where).toHaveValue("Diest");
  await filters.getByRole("button", { name: "Wis alles" }).click();
  await expect(where).toHaveValue("");
  await expect(page).toHaveURL(/\/discover$/);
});

test("what cannot be read says so, and what is gone is not there", async ({ page }) => {
  await page.goto("/opportunities/00000000-0000-7000-8000-000000000000");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Deze pagina vinden we niet");
  await page.route("**/api/v1/opportunities?**", (route) => route.fulfill({ status: 502, body: "" }));
  await page.goto("/discover");
  await expect(page.getByText("Wacht even en probeer opnieuw.").first()).toBeVisible();
  await expect(page.getByText("Wat je schreef staat er nog")).toHaveCount(0);
});

test("links of mails that are over have a way on", async ({ page }) => {
  await page.goto("/verify?token=nooit-gemaakt-nooit-gemaakt-nooit-gemaakt");
  await page.getByRole("button", { name: "Bevestig", exact: true }).click();
  await expect(page.locator("main").getByRole("link", { name: "Meld je aan" })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/reset?token=nooit-gemaakt-nooit-gemaakt-nooit-gemaakt");
  await page.getByLabel("Nieuw wachtwoord", { exact: true }).fill("een lange wandeling maken");
  await page.getByRole("button", { name: "Bewaar" }).click();
  await page.locator("main").getByRole("link", { name: "Wachtwoord vergeten?" }).click();
  await expect(page).toHaveURL(/\/forgot$/);
  // Nothing was written here, and pressing again would not help.
  await page.goto("/leave?token=nooit-gemaakt-nooit-gemaakt-nooit-gemaakt");
  await page.getByRole("button", { name: "Ik kom toch niet" }).click();
  await expect(page.getByText("Deze link werkt niet meer")).toBeVisible();
  await expect(page.getByText("Wat je schreef staat er nog")).toHaveCount(0);
  await expect(page.locator("main").getByRole("link", { name: "Mijn agenda" })).toBeVisible();
  await expectAccessible(page);
});

test("the menu closes when it has led somewhere", async ({ page, context }) => {
  await signIn(context, demoAccount("citizen"));
  await page.goto("/");
  await page.locator("[popovertarget=me-menu]").click();
  await page.locator("#me-menu").getByRole("link", { name: "Mijn agenda" }).click();
  await expect(page).toHaveURL(/\/agenda$/);
  await expect(page.locator("#me-menu")).toBeHidden();
  await expect(page.locator("main h1")).toBeFocused();
});

test("what happens in a window is said in it, and what is open stays open", async ({ page, context }) => {
  await signIn(context, demoAccount("steward-library"));
  const id = await ownSession(context.request);
  await page.goto(`/partner/opportunities/${id}?part=when`);
  // It opens on the month of the next one.
  await page.waitForLoadState("networkidle");
  await page.locator(".session-row:not(.off)").last().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Verander uur of plekken").click();
  const form = dialog.locator("form").filter({ has: page.getByLabel("Een woordje voor wie komt") });
  // Twice: what was stored is what the next change is one to.
  for (const words of ["Neem een trui mee.", "Neem toch geen trui mee."]) {
    await form.getByLabel("Een woordje voor wie komt").fill(words);
    await form.getByRole("button", { name: "Bewaar" }).click();
    const said = dialog.locator(".toast").getByText("Aangepast. Wie een plek heeft, weet het.");
    await expect(said).toBeVisible();
    await dialog.locator(".toast").getByRole("button", { name: "Sluit" }).click();
    await expect(said).toHaveCount(0);
    await expect(form.getByLabel("Een woordje voor wie komt")).toHaveValue("");
    await expect(form).toBeVisible();
    await expect(dialog.locator(".fault:visible, .notice.bad")).toHaveCount(0);
  }
  await expectAccessible(page);
});

test("the tabs of an opportunity stay where they are", async ({ page, context }) => {
  await signIn(context, demoAccount("steward-library"));
  const id = await ownSession(context.request);
  await page.goto(`/partner/opportunities/${id}?part=text`);
  const pictures = page.locator(".tab").filter({ hasText: "Foto's" });
  await pictures.evaluate((tab) => tab.scrollIntoView({ block: "start" }));
  const before = await page.evaluate(() => window.scrollY);
  expect(before).toBeGreaterThan(0);
  await pictures.click();
  await expect(page).toHaveURL(/part=pictures/);
  await expect(pictures).toHaveAttribute("aria-current", "true");
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(0);
  await expectReflow(page);
});

test("putting online leads to what still lacks, in the language that is asked for", async ({ page, context }) => {
  await signIn(context, demoAccount("steward-library"));
  const id = await draft(page, `Half af ${Date.now()}`);
  await page.goto(`/partner/opportunities/${id}?part=text`);
  await page.getByRole("group", { name: "In welke taal schrijf je?" }).getByText("Engels").click();
  await expect(page.getByLabel("Naam", { exact: true })).toHaveValue("");
  await page.getByRole("button", { name: "Zet online" }).first().click();
  await expect(page.getByLabel("In één of twee zinnen")).toBeFocused();
  await expect(page.getByLabel("Naam", { exact: true })).toHaveValue(/^Half af/);
  await expectAccessible(page);

  // Nobody saw a draft: throwing it away tells nobody.
  await page.getByRole("button", { name: "Gooi weg" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "Dit ontwerp weggooien?" })).toBeVisible();
  await expect(dialog).toContainText("Niemand heeft het gezien.");
  await dialog.getByRole("button", { name: "Toch niet" }).click();
  await expect(dialog).toHaveCount(0);
});

test("who steps out is asked first, in words about themselves", async ({ page, context }) => {
  await signIn(context, demoAccount("steward-library"));
  const [actor] = await myActors(context.request);
  await page.goto(`/partner/actors/${actor}`);
  await page.getByRole("button", { name: /^Ik stap eruit: / }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "Stap je eruit?" })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Toch niet" }).click();

  // The same goes for the whole of them.
  await page.locator(".taking-part").getByRole("button", { name: "Stap eruit" }).first().click();
  await expect(dialog.getByRole("heading", { name: /eruit\?$/ })).toBeVisible();
  await expect(dialog).toContainText("Terugkomen kan altijd");
  await dialog.getByRole("button", { name: "Toch niet" }).click();
  await expect(dialog).toHaveCount(0);
});

test("a guest at a desk is told where they are", async ({ page }) => {
  for (const path of ["/partner", "/partner/opportunities/new", "/partner/actors/00000000-0000-7000-8000-000000000000"]) {
    await page.goto(path);
    await expect(page.locator("main h1")).toHaveText("Mijn aanbod");
    await expect(page).toHaveTitle(/^Mijn aanbod/);
    await expectAccessible(page);
  }
  await page.goto("/partner/actors/dit-is-er-geen");
  await expect(page.locator("main h1")).toHaveText("Deze pagina vinden we niet");
});

test("a confirmation mail that got lost is sent again", async ({ page, request }) => {
  const email = `verloren-${Date.now()}@example.be`;
  const made = await request.post("/api/v1/auth/register", {
    headers: CUSTOM_HEADER,
    data: {
      first_name: "Roos",
      email,
      password: "een lange wandeling maken",
      birth_year: 1980,
      lang: "nl",
      accept_terms: true,
    },
  });
  expect(made.ok(), await made.text()).toBe(true);
  await signIn(page.context(), { email, password: "een lange wandeling maken" });
  await page.goto("/agenda");
  await page.getByRole("button", { name: "Stuur de mail opnieuw" }).click();
  await expect(page.getByText("Er is een nieuwe mail onderweg.")).toBeVisible();
  await page.locator(".toast").getByRole("button", { name: "Sluit" }).click();
  await expect(page.locator("#content")).toBeFocused();
  await expectAccessible(page);
});

test("a facilitator invites a partner, once it is clear which", async ({ page, context }) => {
  await signIn(context, demoAccount("facilitator-diest"));
  await page.goto("/facilitator");
  await page.getByRole("button", { name: "Nodig uit" }).click();
  // The fault leads to its field.
  const partner = page.getByRole("combobox", { name: "Zoek op naam" });
  await expect(partner).toBeFocused();
  await expect(partner).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await partner.fill("bib");
  await page.getByRole("option").first().click();
  await page.getByRole("button", { name: "Nodig uit" }).click();
  await expect(page.locator(".toast")).toHaveCount(1);
  await expect(partner).toHaveValue("");
});

test("more of a list comes once, and the focus goes to the first that came", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("cursor=")) asked.push(request.url());
  });
  await page.goto("/discover");
  const hits = page.locator("article.hit");
  await expect(hits).toHaveCount(20);
  const foot = page.locator(".results .more");

  // What does not come is said there, and nothing that was there goes.
  await page.route(/[?&]cursor=/, (route) => route.abort());
  await foot.getByRole("button", { name: "Toon meer" }).click();
  await expect(foot.getByRole("alert")).toBeVisible();
  await expect(hits).toHaveCount(20);
  await expectAccessible(page);
  await page.unroute(/[?&]cursor=/);

  asked.length = 0;
  await foot.getByRole("button", { name: "Probeer opnieuw" }).evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await expect(hits.nth(20).locator("h3 a")).toBeFocused();
  expect(asked).toHaveLength(1);
  await expect(foot.getByRole("alert")).toHaveCount(0);
  const links = await hits.locator("h3 a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(new Set(links).size).toBe(links.length);
});

test("the choice to look everywhere moves nothing when it comes", async ({ page }) => {
  await page.goto("/");
  const where = page.getByRole("combobox", { name: WHERE });
  const search = page.locator("main").getByRole("button", { name: "Zoek", exact: true });
  const anywhere = page.getByRole("button", { name: "Overal", exact: true });
  await expect(search).toBeVisible();
  await expect(anywhere).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready.then(() => true));
  const place = (): Promise<number[]> =>
    search.evaluate((button) => {
      const { left, top, width } = button.getBoundingClientRect();
      return [left, top + window.scrollY, width];
    });
  const before = await place();
  await where.fill("Diest");
  await page.getByRole("option").first().click();
  await expect(anywhere).toBeVisible();
  expect(await place()).toEqual(before);
  await anywhere.click();
  await expect(where).toHaveValue("");
  await expect(anywhere).toHaveCount(0);
  await expect(page.locator("#start-place-locate")).toBeFocused();
  expect(await place()).toEqual(before);
});

test("what was saved before a hundred others is marked too", async ({ page, context }) => {
  await signIn(context, demoAccount("citizen"));
  const { id } = await opportunityWithRoom(context.request);
  await page.route(/\/api\/v1\/me\/saved\?/, (route) => {
    const asked = new URL(route.request().url()).searchParams;
    const first = { opportunity_id: id, saved_at: "2026-01-01T00:00:00Z", state: "open", source_gone: false };
    return route.fulfill({ json: asked.get("cursor") === "older" ? { items: [first] } : { items: [], next_cursor: "older" } });
  });
  await page.goto(`/opportunities/${id}`);
  await expect(page.getByRole("button", { name: /^Bewaard: / }).first()).toBeVisible();
});

test("an old link that asks for what is not there says so and leads on", async ({ page }) => {
  await page.goto("/discover?interest=was-er-ooit");
  const told = page.locator(".empty");
  await expect(told.getByRole("heading", { name: "Deze interesse kennen we niet." })).toBeVisible();
  await expectAccessible(page);
  await told.getByRole("button", { name: "Wis alles" }).click();
  await expect(page).toHaveURL(/\/discover$/);
  await expect(page.locator("#results-count")).toContainText(/leerkans/);
});
