// The main flow: somebody finds a learning opportunity near them, takes a place, and leaves again.
import { expectAccessible, expectReflow } from "../helpers/axe.ts";
import { linkIn, mailTo } from "../helpers/mail.ts";
import { picture } from "../helpers/pictures.ts";
import { expect, test } from "../helpers/test.ts";
import { chooseTown, opportunityWithRoom, unusedAddress } from "../helpers/visit.ts";

test("a guest finds something near, makes an account on the way, takes a place, and leaves by mail", async ({ page }) => {
  const email = unusedAddress("fatima");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Waar krijg jij energie van?");
  await expect(page.locator(".theme-tile")).not.toHaveCount(0);
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "start");

  // Suggestions as one types, then the search.
  const what = page.getByRole("combobox", { name: "Wat wil je leren of doen?" });
  await what.fill("naai");
  await expect(page.getByRole("option").first()).toBeVisible();
  await expectAccessible(page);
  await chooseTown(page, "Diest");
  await what.fill("naaien");
  await what.press("Escape");
  await page.locator("main").getByRole("button", { name: "Zoek", exact: true }).click();
  await expect(page).toHaveURL(/\/discover\?.*q=naaien/);
  await expect(page.locator("article.hit")).not.toHaveCount(0);
  await expect(page.locator("#results-count")).toContainText("leerkans");
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "discover");

  // The page of one that has room.
  const { id, session } = await opportunityWithRoom(page.request, { actorKind: "association" });
  await page.goto(`/opportunities/${id}`);
  await expect(page.getByRole("heading", { name: "De eerste tien minuten" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Wanneer kan je komen?" })).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "opportunity");

  // Taking a place as a guest: the account comes in between, and the page stays.
  await page.locator(`a[href$="/enrol/${session}"]`).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ga mee");
  await expectAccessible(page);
  await page.getByLabel("Voornaam").fill("Fatima");
  await page.getByLabel("E-mailadres").fill(email);
  await page.getByLabel("Geboortejaar").fill("1988");
  await page.getByRole("button", { name: "Maak een account" }).click();
  // Nothing typed is lost by what is missing; each fault stands at its field.
  await expect(page.getByLabel("Voornaam")).toHaveValue("Fatima");
  await expectAccessible(page);
  await page.getByLabel("Wachtwoord", { exact: true }).fill("drie koeien in de wei");
  await page.getByRole("checkbox", { name: /akkoord/ }).check();
  await page.getByRole("button", { name: "Maak een account" }).click();
  await expect(page.getByRole("checkbox", { name: "Ik, Fatima" })).toBeChecked();
  await expectAccessible(page);
  await picture(page, "enrol");
  await page.getByRole("button", { name: "Neem mijn plek" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Tot dan");
  await expect(page.locator("#done")).toContainText("Je hebt een plek");
  await expectAccessible(page);
  await picture(page, "enrolled");

  // The address is confirmed by the button behind the link of the mail.
  const verification = await mailTo(email, /bevestig/i);
  await page.goto(linkIn(verification, "/verify"));
  await page.getByRole("button", { name: "Bevestig", exact: true }).click();
  await expect(page.getByText("Dank je, je adres is bevestigd.")).toBeVisible();
  await expectAccessible(page);

  // The agenda has it, and no longer asks for the address.
  await page.goto("/agenda");
  const coming = page.getByRole("region", { name: "Binnenkort" });
  await expect(coming.locator(".entry")).toHaveCount(1);
  await expect(page.getByText(/Bevestig nog je e-mailadres/)).toHaveCount(0);
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "agenda");

  // Leaving, and the undo: a place anew, with a mail of its own.
  await mailTo(email, /\/leave\?/);
  await coming.getByRole("button", { name: "Ik kom toch niet" }).click();
  await expect(coming.locator(".entry")).toHaveCount(0);
  await page.getByRole("button", { name: "Maak ongedaan" }).click();
  await expect(coming.locator(".entry")).toHaveCount(1);

  // The link of the newest mail frees the place with one button, signed in or not.
  const enrolled = await mailTo(email, /\/leave\?/, 1);
  await page.goto(linkIn(enrolled, "/leave"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Kom je toch niet?");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Ik kom toch niet" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Je plek is weer vrij");
  await expectAccessible(page);
  await page.goto("/agenda");
  await expect(coming.locator(".entry")).toHaveCount(0);
});

test("nothing found says what would help, and nothing is lost on the way back", async ({ page }) => {
  await page.goto("/discover?q=vioolbouwen&free=true&territory=24020&ring=own");
  await expect(page.getByRole("heading", { name: "Hier is nog niets rond dit" })).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "nothing-found");
  await page.goto("/");
  await page.goBack();
  await expect(page).toHaveURL(/q=vioolbouwen/);
  await expect(page.getByRole("combobox", { name: "Wat wil je leren of doen?" })).toHaveValue("vioolbouwen");
});

test("a page that does not exist, and one whose data does not come, say so", async ({ page }) => {
  await page.goto("/opportunities/00000000-0000-7000-8000-000000000000");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/dit-bestaat-niet");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Deze pagina vinden we niet");
  await expectAccessible(page);
  await page.route("**/api/v1/opportunities?**", (route) => route.abort());
  await page.goto("/discover");
  await page.getByRole("button", { name: "Probeer opnieuw" }).first().waitFor();
  await expectAccessible(page);
  await page.unroute("**/api/v1/opportunities?**");
  await page.getByRole("button", { name: "Probeer opnieuw" }).first().click();
  await expect(page.locator("article.hit")).not.toHaveCount(0);
});

test("a full session is waited for, and the agenda shows the place in the queue", async ({ page }) => {
  const email = unusedAddress("karim");
  const { id, session } = await opportunityWithRoom(page.request, { full: true });
  await page.goto(`/opportunities/${id}/enrol/${session}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Zet je op de wachtlijst");
  await page.getByLabel("Voornaam").fill("Karim");
  await page.getByLabel("E-mailadres").fill(email);
  await page.getByLabel("Geboortejaar").fill("1975");
  await page.getByLabel("Wachtwoord", { exact: true }).fill("een lange wandeling maken");
  await page.getByRole("checkbox", { name: /akkoord/ }).check();
  await page.getByRole("button", { name: "Maak een account" }).click();
  await page.getByRole("button", { name: "Zet me op de wachtlijst" }).click();
  await expect(page.locator("#done")).toContainText("Je staat op de wachtlijst");
  await page.goto("/agenda");
  const waiting = page.getByRole("region", { name: "Op de wachtlijst" });
  await expect(waiting.locator(".entry")).toHaveCount(1);
  await expectAccessible(page);
  await picture(page, "agenda-waiting");
});
