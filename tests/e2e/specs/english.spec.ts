// The main flow in another language: words, dates and mails follow.
import { expectAccessible } from "../helpers/axe.ts";
import { mailTo } from "../helpers/mail.ts";
import { expect, test } from "../helpers/test.ts";
import { opportunityWithRoom, unusedAddress } from "../helpers/visit.ts";

test("an English speaker changes the language, takes a place, and is written to in English", async ({ page }) => {
  const email = unusedAddress("olena");
  await page.goto("/");
  await page.locator("[popovertarget=language-menu]").first().click();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("main h1")).not.toHaveText("Waar krijg jij energie van?");
  await expectAccessible(page);

  const { id, session } = await opportunityWithRoom(page.request);
  await page.goto(`/opportunities/${id}/enrol/${session}`);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByLabel("First name").fill("Olena");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Year of birth").fill("1991");
  await page.getByLabel("Password", { exact: true }).fill("a slow boat to Ostend");
  await page.getByRole("checkbox").last().check();
  await page.locator("main form button[type=submit]").click();
  await expect(page.getByRole("checkbox", { name: /Olena/ })).toBeChecked();
  await page.locator("main form button[type=submit]").last().click();
  await expect(page.locator("#done")).toBeVisible();
  await expectAccessible(page);
  const mail = await mailTo(email, /\/verify\?/);
  expect(mail.text).toMatch(/\b(you|yours?)\b/);
  expect(mail.text).not.toMatch(/\b(jouw|bevestig)\b/i);
});
