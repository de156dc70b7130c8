// Accessibility of a page as it stands now: WCAG 2.2 A and AA, and no exceptions.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with what is wrong and where. Call it in every state of a page: empty, loaded, failed, open dialogs. */
export async function expectAccessible(page: Page): Promise<void> {
  await restAtTop(page);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ target }) => target.join(" ")).join("\n  ")}`,
  );
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

/**
 * From the top: what has scrolled half under the header would count as a target too small. A page that moves by itself
 * (to a field, to a message) may begin after we asked, so it is asked again until it rests there.
 */
async function restAtTop(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let still = 0; still < 10; ) {
      window.scrollTo({ top: 0, behavior: "instant" });
      await frame();
      still = window.scrollY === 0 ? still + 1 : 0;
    }
  });
}

/** Fails when the page needs to be scrolled sideways (WCAG 1.4.10, at 320 px). */
export async function expectReflow(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `sideways scrolling of ${page.url()} at 320 px`).toBeLessThanOrEqual(0);
  if (before) {
    await page.setViewportSize(before);
  }
}
