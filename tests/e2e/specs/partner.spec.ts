// A partner opens a place: from nothing to a session that people can find.
import { expectAccessible, expectReflow } from "../helpers/axe.ts";
import { demoAccount } from "../helpers/demo.ts";
import { linkIn, mailTo } from "../helpers/mail.ts";
import { picture } from "../helpers/pictures.ts";
import { signIn } from "../helpers/session.ts";
import { expect, test } from "../helpers/test.ts";
import { unusedAddress } from "../helpers/visit.ts";

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

test("a steward opens a place in three minutes, puts it online and plans when people are welcome", async ({ page, context }) => {
  await signIn(context, demoAccount("steward-library"));
  await page.goto("/partner");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mijn aanbod");
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "partner");
  await page.getByRole("link", { name: "Open een plek" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Open een plek");
  await expectAccessible(page);

  // A draft may be as short as one likes.
  const title = `Samen puzzelen ${Date.now()}`;
  const summary = "Aan een lange tafel leggen we samen een puzzel.";
  await page.getByLabel("In één of twee zinnen").fill(summary);
  await page.getByLabel("Naam", { exact: true }).fill(title);
  const interest = page.getByRole("combobox", { name: "Wat vinden mensen hier leuk aan?" });
  await interest.fill("lezen");
  await page.getByRole("option").first().click();
  await page.getByLabel("Wie verwelkomt je?").fill("Lut");
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "partner-new");

  // What was typed is there again after coming back.
  await page.reload();
  await expect(page.getByLabel("Naam", { exact: true })).toHaveValue(title);
  await page.getByRole("button", { name: "Zo zien mensen het" }).click();
  await expect(page.getByRole("dialog")).toContainText(title);
  await expectAccessible(page);
  await picture(page, "partner-preview");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /Verder/ }).click();
  await expect(page).toHaveURL(/\/partner\/opportunities\/[0-9a-f-]+/);

  // Every week, the dates before they are made.
  const id = page.url().match(/opportunities\/([0-9a-f-]+)/)![1]!;
  await page.getByRole("button", { name: "Voeg momenten toe" }).click();
  await expect(page.getByRole("group", { name: "Hoe dikwijls?" })).toBeVisible();
  await page.getByText("Elke week", { exact: true }).click();
  await page.getByLabel("Eerste dag").fill(inDays(10));
  await page.getByLabel("Van", { exact: true }).fill("14:00");
  await page.getByLabel("Tot", { exact: true }).fill("16:00");
  await page.getByLabel("Tot en met").fill(inDays(40));
  await page.getByLabel("Hoeveel plekken?").fill("6");
  await expect(page.getByRole("heading", { name: /momenten$/ }).first()).toBeVisible();
  await expectAccessible(page);
  await picture(page, "partner-plan");
  await page.getByRole("button", { name: /in de agenda$/ }).click();
  await expect(page.getByText(/momenten staan in de agenda/).first()).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "partner-sessions");

  // Online; the library opened places before, so nobody has to look first.
  await page.goto(`/partner/opportunities/${id}`);
  await page.getByRole("button", { name: "Zet online" }).first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  // Only what people come to because they want to goes online.
  await dialog.getByRole("button", { name: "Zet online" }).click();
  await expect(dialog.getByRole("alert")).not.toBeEmpty();
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Zet online" }).click();
  await expect(page.getByText("Iedereen kan het vinden.")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "partner-opportunity");
  await page.goto(`/opportunities/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);

  // Out of sight, and back.
  await page.goto(`/partner/opportunities/${id}`);
  await page.getByRole("button", { name: "Neem pauze" }).click();
  await expect(page.getByText("Niemand vindt het nu.")).toBeVisible();
});

test("a steward invites somebody, who says yes by the link of the mail", async ({ page, context, browser }) => {
  const email = unusedAddress("gast");
  await signIn(context, demoAccount("steward-library"));
  await page.goto("/partner");
  await page.locator(".card-grid h2 a, .card h2 a").first().click();
  await expect(page.getByRole("heading", { name: "Wie ervoor zorgt" })).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "partner-actor");
  const invite = page.locator("form").filter({ has: page.getByRole("button", { name: "Verstuur de uitnodiging" }) });
  await invite.getByLabel("E-mailadres").fill(email);
  await page.getByRole("button", { name: "Verstuur de uitnodiging" }).click();
  await expect(page.getByText(/Uitgenodigd\. De link werkt/).first()).toBeVisible();
  const invitation = await mailTo(email, /\/invitation\?/);

  const other = await browser.newContext({ locale: "nl-BE" });
  const guest = await other.newPage();
  await guest.goto(linkIn(invitation, "/invitation"));
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText("Je bent uitgenodigd");
  await expectAccessible(guest);
  await expectReflow(guest);
  await picture(guest, "invitation");
  await expect(guest.getByLabel("E-mailadres")).toHaveValue(email);
  await guest.getByLabel("Voornaam").fill("Gust");
  await guest.getByLabel("Geboortejaar").fill("1970");
  await guest.getByLabel("Wachtwoord", { exact: true }).fill("vier wielen en een bel");
  await guest.getByRole("checkbox", { name: /akkoord/ }).check();
  await guest.getByRole("button", { name: "Maak een account" }).click();
  await expect(guest.getByText(/Bevestig eerst je e-mailadres/)).toBeVisible();
  await expectAccessible(guest);
  const confirming = await other.newPage();
  await confirming.goto(linkIn(await mailTo(email, /\/verify\?/), "/verify"));
  await confirming.getByRole("button", { name: "Bevestig", exact: true }).click();
  await expect(confirming.getByText("Dank je, je adres is bevestigd.")).toBeVisible();
  await guest.getByRole("button", { name: "Ik heb bevestigd" }).click();
  await guest.getByRole("button", { name: "Ja, ik doe mee" }).click();
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText(/^Welkom bij/);
  await expectAccessible(guest);
  await other.close();
});

test("somebody without an actor is shown how to open a place", async ({ page, context }) => {
  await signIn(context, demoAccount("citizen"));
  await page.goto("/partner");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Open je plek");
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "partner-none");
});

test("a host sees who comes, a school sees numbers only", async ({ page, context }) => {
  await signIn(context, demoAccount("steward-school"));
  await page.goto("/partner");
  await page.locator(".card h2 a").first().click();
  await page.getByRole("link", { name: /./ }).and(page.locator('a[href*="/partner/opportunities/"]:not([href*="new"])')).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
});
