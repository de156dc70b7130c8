// Every quiet page, in every language: one heading, a title, no faults, nothing sideways.
import { expectAccessible, expectReflow } from "../helpers/axe.ts";
import { picture } from "../helpers/pictures.ts";
import { expect, test } from "../helpers/test.ts";

const PAGES = ["/", "/discover", "/sign-in", "/sign-up", "/forgot", "/agenda", "/saved", "/account", "/about", "/privacy", "/accessibility", "/partner"];
const LANGUAGES = ["nl", "en", "fr", "de"] as const;

for (const lang of LANGUAGES) {
  test(`the pages stand in ${lang}`, async ({ page, context }) => {
    await context.addInitScript((lang) => localStorage.setItem("goesting.lang", lang), lang);
    for (const path of PAGES) {
      await page.goto(path);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(page.locator("main h1")).toHaveCount(1);
      await expect(page).toHaveTitle(/Goesting/);
      // A key instead of its words would show as `area.key`.
      await expect(page.locator("body")).not.toContainText(/\b(common|auth|discover|start|agenda|account)\.[a-z_]+\b/);
      await expectReflow(page);
    }
    await page.goto("/");
    await expect(page.locator(".theme-tile")).not.toHaveCount(0);
    await expectAccessible(page);
    await picture(page, `start-${lang}`);
  });
}

test("each page passes the accessibility check", async ({ page }) => {
  for (const path of PAGES) {
    await page.goto(path);
    await expect(page.locator("main h1")).toHaveCount(1);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await expectAccessible(page);
  }
});

test("forced colours and print keep what matters", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/discover");
  await expect(page.locator("article.hit")).not.toHaveCount(0);
  await expectAccessible(page);
  await picture(page, "discover-forced-colours");
  await page.emulateMedia({ forcedColors: null, media: "print" });
  await page.locator("article.hit h3 a").first().click();
  await expect(page.getByRole("heading", { name: "Wanneer kan je komen?" })).toBeVisible();
  await expect(page.locator("header.header")).toBeHidden();
  await picture(page, "opportunity-print");
});
