// Pictures for people to look at, in screenshots/ (not in git): phone and desktop, light and dark.
import { join } from "node:path";
import { test, type Page } from "@playwright/test";

const FOLDER = join(import.meta.dirname, "..", "screenshots");

/** Writes `screenshots/NAME-PROJECT-light.png` and `…-dark.png` of the whole page. */
export async function picture(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({
      path: join(FOLDER, `${name}-${test.info().project.name}-${colorScheme}.png`),
      fullPage: true,
      animations: "disabled",
    });
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
