// Before anybody opened anything: every page says what one can do.
import { expectAccessible, expectReflow } from "../helpers/axe.ts";
import { emptyServer, type EmptyServer } from "../helpers/empty.ts";
import { expect, test } from "../helpers/test.ts";

let server: EmptyServer;
test.beforeAll(async () => {
  server = await emptyServer();
});
test.afterAll(async () => {
  await server?.stop();
});

test("every page works on an empty ecosystem", async ({ page }) => {
  const failed: string[] = [];
  page.on("response", (answer) => {
    if (answer.status() >= 500) {
      failed.push(`${answer.status()} ${answer.url()}`);
    }
  });
  for (const path of ["/", "/discover", "/discover?q=naaien", "/discover?interest=sewing&free=true", "/ecosystems", "/about", "/sign-in", "/sign-up", "/saved", "/agenda", "/partner"]) {
    await page.goto(`${server.url}${path}`);
    await expect(page.locator("main h1")).toHaveCount(1);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    // Nothing that failed, with a way to try again.
    await expect(page.getByRole("button", { name: "Probeer opnieuw" })).toHaveCount(0);
    await expectAccessible(page);
    await expectReflow(page);
  }
  expect(failed).toEqual([]);
});

test("with nothing there at all, nothing has to be cleared", async ({ page }) => {
  await page.goto(`${server.url}/discover`);
  await expect(page.getByRole("heading", { name: "Hier zijn nog geen leerkansen" })).toBeVisible();
  await expect(page.locator(".empty").getByRole("button", { name: "Wis alles" })).toHaveCount(0);
  await page.goto(`${server.url}/discover?q=naaien`);
  await expect(page.getByRole("heading", { name: "Hier is nog niets rond dit" })).toBeVisible();
  await expect(page.locator(".empty").getByRole("button", { name: "Wis alles" })).toBeVisible();
});
