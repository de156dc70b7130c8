// A guardian takes places for children, sees what is kept, and takes all of it away again.
import { expectAccessible, expectReflow } from "../helpers/axe.ts";
import { linkIn, mailTo } from "../helpers/mail.ts";
import { picture } from "../helpers/pictures.ts";
import { expect, test } from "../helpers/test.ts";
import { opportunityWithRoom, unusedAddress } from "../helpers/visit.ts";

const PASSWORD = "een trein naar de zee";

test("a guardian adds a child, takes a place for it, and deletes the account", async ({ page }) => {
  const email = unusedAddress("mieke");
  await page.goto("/sign-up");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Maak een account");
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "sign-up");
  await page.getByLabel("Voornaam").fill("Mieke");
  await page.getByLabel("E-mailadres").fill(email);
  // A child is sent to a grown-up, at once and in words.
  await page.getByLabel("Geboortejaar").fill(String(new Date().getFullYear() - 9));
  await expect(page.getByText("Ben je jonger dan 13?")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Geboortejaar").fill("1984");
  await page.getByLabel("Wachtwoord", { exact: true }).fill(PASSWORD);
  await page.getByRole("checkbox", { name: /akkoord/ }).check();
  await page.getByRole("button", { name: "Maak een account" }).click();
  await expect(page).toHaveURL(/\/agenda$/);
  await expect(page.getByText(`Bevestig nog je e-mailadres ${email}`)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nog niets in je agenda" })).toBeVisible();
  await expectAccessible(page);

  // The child is added where it is needed, and chosen at once.
  const { id, session } = await opportunityWithRoom(page.request, { age: 10 });
  await page.goto(`/opportunities/${id}/enrol/${session}`);
  await page.getByRole("button", { name: "Voeg een kind toe" }).click();
  const child = page.locator("form").filter({ has: page.getByLabel("Geboortejaar") });
  await child.getByRole("textbox", { name: "Voornaam" }).fill("Noor");
  await child.getByRole("textbox", { name: "Geboortejaar" }).fill(String(new Date().getFullYear() - 10));
  await expectAccessible(page);
  // Nothing is kept of a child that its guardian did not allow.
  await child.getByRole("button", { name: "Voeg toe" }).click();
  await expect(child.getByText("Zet hier een vinkje om verder te gaan.")).toBeVisible();
  await child.getByRole("checkbox", { name: /geboortejaar bewaren/ }).check();
  await child.getByRole("button", { name: "Voeg toe" }).click();
  await expect(page.getByRole("checkbox", { name: "Noor" })).toBeChecked();
  await page.getByRole("checkbox", { name: "Ik, Mieke" }).uncheck();
  await picture(page, "enrol-child");
  await page.getByRole("button", { name: "Neem mijn plek" }).click();
  await expect(page.locator("#done")).toContainText("Noor heeft een plek");
  await expect(page.locator("#done")).toContainText("Bevestig nog je e-mailadres");

  // The place is held until the address is confirmed.
  await page.goto(linkIn(await mailTo(email, /\/verify\?/), "/verify"));
  await page.getByRole("button", { name: "Bevestig", exact: true }).click();
  await expect(page.getByText("Dank je, je adres is bevestigd.")).toBeVisible();

  await page.goto("/agenda");
  const coming = page.getByRole("region", { name: "Binnenkort" });
  await expect(coming.locator(".entry")).toContainText("Noor heeft een plek");

  // The account shows the child, what is allowed, and who looked.
  await page.goto("/account");
  await expect(page.getByRole("heading", { name: "Mijn kinderen" })).toBeVisible();
  await expect(page.getByText("Noor").first()).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page);
  await picture(page, "account");
  // What is known of a child can be put right.
  await page.getByRole("button", { name: "Pas aan: Noor" }).click();
  const edit = page.locator("form").filter({ has: page.getByLabel("Geboortedag") });
  await edit.getByRole("textbox", { name: "Voornaam" }).fill("Noortje");
  await expectAccessible(page);
  await edit.getByRole("button", { name: "Bewaar" }).click();
  await expect(page.getByRole("heading", { name: /Noortje/ })).toBeVisible();
  await page.getByRole("button", { name: "Toon de lijst" }).click();
  await expect(page.getByRole("table")).toBeVisible();
  await expectAccessible(page);

  // All gone, by the password.
  await page.getByText("Mijn account wissen").click();
  const erase = page.locator("form").filter({ has: page.getByRole("button", { name: "Wis alles" }) });
  await erase.getByLabel("Wachtwoord", { exact: true }).fill("niet mijn wachtwoord");
  await erase.getByRole("button", { name: "Wis alles" }).click();
  await expect(page.locator(".fault:visible, [role=alert]:visible").first()).toBeVisible();
  await expectAccessible(page);
  await erase.getByLabel("Wachtwoord", { exact: true }).fill(PASSWORD);
  await erase.getByRole("button", { name: "Wis alles" }).click();
  await expect(page).toHaveURL(/\/$/);
  await page.goto("/sign-in");
  await page.getByLabel("E-mailadres").fill(email);
  await page.getByLabel("Wachtwoord", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Meld je aan" }).click();
  await expect(page.locator(".fault:visible, [role=alert]:visible").first()).toBeVisible();
  await expectAccessible(page);
});

test("a teenager speaks for nobody else", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByLabel("Voornaam").fill("Sam");
  await page.getByLabel("E-mailadres").fill(unusedAddress("sam"));
  await page.getByLabel("Geboortejaar").fill(String(new Date().getFullYear() - 16));
  await page.getByLabel("Wachtwoord", { exact: true }).fill(PASSWORD);
  await page.getByRole("checkbox", { name: /akkoord/ }).check();
  await page.getByRole("button", { name: "Maak een account" }).click();
  await expect(page).toHaveURL(/\/agenda$/);
  await page.goto("/account");
  await expect(page.getByRole("heading", { name: "Neem je gegevens mee" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Mijn kinderen" })).toHaveCount(0);
  const { id, session } = await opportunityWithRoom(page.request, { age: 15 });
  await page.goto(`/opportunities/${id}/enrol/${session}`);
  await expect(page.getByRole("checkbox", { name: "Ik, Sam" })).toBeChecked();
  await expect(page.getByRole("button", { name: "Voeg een kind toe" })).toHaveCount(0);
});
