// The main flow by keyboard alone: no pointer is used anywhere here.
import { demoAccount } from "../helpers/demo.ts";
import { newcomer } from "../helpers/goesting.ts";
import { signIn } from "../helpers/session.ts";
import { expect, test } from "../helpers/test.ts";
import { opportunityWithRoom } from "../helpers/visit.ts";
import type { Page } from "@playwright/test";

/** Presses Tab until this has the focus, which must be seen. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const there = await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector);
    if (there) {
      // On itself, or on the card around it.
      const outline = await page.evaluate(() => {
        for (let at = document.activeElement; at; at = at.parentElement) {
          if (getComputedStyle(at).outlineStyle !== "none") return true;
        }
        return false;
      });
      expect(outline, `${selector} shows that it has the focus`).toBe(true);
      return;
    }
  }
  throw new Error(`Tab never reaches ${selector}`);
}

test("from the start page to a place, without a pointer", async ({ page, context }) => {
  await signIn(context, newcomer("Kim"));
  await page.goto("/");
  await expect(page.locator("main h1")).toBeVisible();
  await page.keyboard.press("Tab");
  // The first stop leads past the head of the page.
  await expect(page.locator(".skip")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();

  await tabTo(page, "#start-q");
  await page.keyboard.type("koken");
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/discover\?.*q=koken/);
  // After navigation the focus is at the heading of the new page.
  await expect(page.locator("main h1")).toBeFocused();
  await expect(page.locator("article.hit")).not.toHaveCount(0);
  await tabTo(page, "article.hit h3 a");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/opportunities\//);
  await expect(page.locator("main h1")).toBeFocused();

  const { id, session } = await opportunityWithRoom(page.request);
  await page.goto(`/opportunities/${id}`);
  await expect(page.locator("#sessions li").first()).toBeVisible();
  await tabTo(page, `a[href$="/enrol/${session}"]`);
  await page.keyboard.press("Enter");
  await expect(page.locator("main h1")).toBeVisible();
  await expect(page.getByRole("checkbox").first()).toBeVisible();
  await tabTo(page, "main form button[type=submit]");
  await page.keyboard.press("Enter");
  await expect(page.locator("#done")).toBeFocused();

  await page.goto("/agenda");
  await expect(page.locator(".entry").first()).toBeVisible();
  await tabTo(page, ".entry button");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Maak ongedaan" })).toBeVisible();
  // The button went with its entry: the focus goes to the heading of its part.
  await expect(page.locator(".agenda-part > h2:focus")).toHaveCount(1);
});

test("a question closes on Escape and gives the focus back", async ({ page, context }) => {
  await signIn(context, demoAccount("steward-library"));
  await page.goto("/partner");
  await page.locator(".card h2 a").first().focus();
  await page.keyboard.press("Enter");
  const leave = page.getByRole("button", { name: /^Ik stap eruit: / });
  await leave.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(leave).toBeFocused();
});

test("a menu opens and closes by keyboard", async ({ page }) => {
  await page.goto("/discover");
  await expect(page.locator("article.hit")).not.toHaveCount(0);
  await tabTo(page, "[popovertarget=language-menu]");
  await page.keyboard.press("Enter");
  await expect(page.locator("#language-menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator("#language-menu")).toBeHidden();
});

test("the filters open over a small screen, and give the focus back", async ({ page }) => {
  // On a large screen they stand beside the list.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/discover");
  await expect(page.locator("article.hit")).not.toHaveCount(0);
  await tabTo(page, ".filter-button");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.locator(".filter-button")).toBeFocused();
});
