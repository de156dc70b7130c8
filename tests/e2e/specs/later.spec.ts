// Pages whose code comes when they are opened: off line, with an old page in a new release, and within one visit.
import { expect, expectErrors, test } from "../helpers/test.ts";

test("a page whose code does not come can be asked for again", async ({ page }) => {
  expectErrors("the loader tells what it could not fetch");
  await page.route("**/split_own-*.wasm", (route) => route.abort());
  await page.goto("/");
  await page.locator("footer").getByRole("link", { name: "Privacy" }).click();
  await expect(page.getByRole("alert")).toContainText("internet");
  await expect(page).toHaveURL(/\/privacy$/);
  await page.unroute("**/split_own-*.wasm");
  await page.getByRole("button", { name: "Probeer opnieuw" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("privacy", { ignoreCase: true });
});

test("an old page in a new release loads itself anew", async ({ page }) => {
  expectErrors("the chunk is gone");
  await page.goto("/");
  await page.route("**/split_own-*.wasm", (route) => route.fulfill({ status: 404, body: "gone" }));
  await page.locator("footer").getByRole("link", { name: "Privacy" }).click();
  const retry = page.getByRole("button", { name: "Probeer opnieuw" });
  await expect(retry).toBeVisible();
  const loaded = page.waitForEvent("load");
  await retry.click();
  await loaded;
  await expect(page).toHaveURL(/\/privacy$/);
});

test("the first page leaves the code of the others for later", async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  const chunks = () => fetched.filter((path) => /\/static\/(split|chunk)_/.test(path)).length;
  await page.goto("/discover");
  await expect(page.locator("article.hit")).not.toHaveCount(0);
  expect(chunks()).toBe(0);
  await page.goto("/about");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const once = chunks();
  expect(once).toBeGreaterThan(0);
  await page.locator("footer").getByRole("link", { name: "Privacy" }).click();
  await expect(page).toHaveURL(/\/privacy$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("privacy", { ignoreCase: true });
  expect(chunks()).toBe(once);
});
