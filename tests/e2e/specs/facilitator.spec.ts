// A facilitator: what waits, by when, and the answers.
import { expectAccessible, expectReflow } from "../helpers/axe.ts";
import { demoAccount } from "../helpers/demo.ts";
import { picture } from "../helpers/pictures.ts";
import { CUSTOM_HEADER, signIn } from "../helpers/session.ts";
import { expect, test } from "../helpers/test.ts";
import { opportunityWithRoom } from "../helpers/visit.ts";

test("a report is answered within its clock, and the desk counts down", async ({ page, context, request }) => {
  const { id } = await opportunityWithRoom(request, { actorKind: "library" });
  const message = `De deur was dicht (${Date.now()})`;
  const told = await request.post(`/api/v1/opportunities/${id}/reports`, {
    headers: CUSTOM_HEADER,
    data: { message, email: "buur@example.be" },
  });
  expect(told.ok(), await told.text()).toBe(true);
  const town = (await (await request.get(`/api/v1/opportunities/${id}`)).json()).content.whereabouts.place.territory;

  await signIn(context, demoAccount(town === "24001" ? "facilitator-aarschot" : "facilitator-diest"));
  await page.goto("/facilitator");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Coördinatie");
  await expect(page.getByRole("heading", { name: "Meldingen" })).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "facilitator");

  const row = page.locator(".entry").filter({ hasText: message });
  await expect(row).toContainText(/Nog 2\d uur/);
  await row.getByRole("button", { name: /^Antwoord/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(message);
  await expectAccessible(page);
  // Nothing goes without a choice and words.
  await dialog.getByRole("button", { name: "Antwoord" }).or(dialog.locator("button[type=submit]")).first().click();
  await expect(dialog.locator(".fault").first()).toBeVisible();
  await expectAccessible(page);
  await picture(page, "facilitator-answer");
  await dialog.getByText("We hebben iets aangepast").click();
  await dialog.getByLabel("Je antwoord").fill("We belden de bib. De deur is voortaan open vanaf negen uur.");
  await dialog.locator("button[type=submit]").click();
  await expect(dialog).toHaveCount(0);
  await expect(page.locator("details.answered").filter({ hasText: message })).toHaveCount(1);
});

test("an opportunity in review is read as everybody will, and sent back with words", async ({ page, context }) => {
  await signIn(context, demoAccount("facilitator-aarschot"));
  await page.goto("/facilitator");
  await page.getByRole("link", { name: /^Lees het/ }).first().click();
  await expect(page.getByText("Zo leest iedereen het").first()).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "facilitator-review");
  await page.getByRole("button", { name: "Stuur terug" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Wat is er nog nodig?").fill("Zet er nog bij wie je verwelkomt.");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  // Closing loses nothing of what was typed.
  await page.getByRole("button", { name: "Stuur terug" }).click();
  await expect(dialog.getByLabel("Wat is er nog nodig?")).toHaveValue("Zet er nog bij wie je verwelkomt.");
});

test("the town and its partners, for everybody", async ({ page }) => {
  await page.goto("/ecosystems");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.locator('main a[href*="/ecosystems/"]').first().click();
  await expect(page.getByRole("heading", { name: "Wie doet mee?" })).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "ecosystem");
  await page.locator('main a[href*="/actors/"]').first().click();
  await expect(page.getByRole("heading", { name: "Wat kan je er doen?" })).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "actor");
});

test("the desk tells others that it is not theirs", async ({ page, context }) => {
  await signIn(context, demoAccount("citizen"));
  await page.goto("/facilitator");
  await expect(page.getByText("Deze pagina is voor coördinatoren")).toBeVisible();
  await expectAccessible(page);
});
