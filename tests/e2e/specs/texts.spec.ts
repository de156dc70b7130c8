// What partners write is text, whatever is in it.
import { demoAccount } from "../helpers/demo.ts";
import { CUSTOM_HEADER, signIn } from "../helpers/session.ts";
import { expect, test } from "../helpers/test.ts";

test("HTML and scripts in texts are shown as text", async ({ page, context, browser }) => {
  await signIn(context, demoAccount("steward-library"));
  const read = async (path: string) => (await context.request.get(`/api/v1${path}`)).json();
  const send = async (path: string, data: object) => {
    const answer = await context.request.post(`/api/v1${path}`, { headers: CUSTOM_HEADER, data });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer;
  };

  const word = `bellen${Date.now()}`;
  const title = `<img src=x onerror="alert('title')"> ${word}`;
  const summary = `<script>alert("summary")</script><b class="planted">Kom ${word} blazen</b>`;
  const description = `</p><iframe src="javascript:alert('description')"></iframe>\n\n<svg onload=alert(1)>[hier](javascript:alert(2)) {{1+1}} &lt;`;
  const own = (text: string) => ({ nl: { text } });
  const actor_id = (await read("/me")).actors[0].actor.id;
  const [like] = (await read(`/opportunities?actor=${actor_id}`)).items;
  const { content } = await read(`/opportunities/${like.id}`);
  const texts = { title: own(title), summary: own(summary), description: own(description) };
  const { id } = await (await send("/opportunities", { actor_id, content: { ...content, ...texts } })).json();
  await send(`/opportunities/${id}/publish`, { compulsory: false });

  const visitor = await browser.newContext();
  for (const looking of [page, await visitor.newPage()]) {
    looking.on("dialog", (dialog) => {
      throw new Error(`something ran: ${dialog.message()}`);
    });
    const nothingPlanted = async () => {
      await expect(looking.locator(".planted, img[src=x], main iframe, [onerror], [onload], a[href^=javascript]")).toHaveCount(0);
    };
    await looking.goto(`/opportunities/${id}`);
    await expect(looking.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(looking.locator("main")).toContainText(summary);
    for (const part of description.split("\n\n")) {
      await expect(looking.locator("main")).toContainText(part);
    }
    await nothingPlanted();
    await expect(looking).toHaveTitle(new RegExp(word));
    // The index follows a moment later; what is found is marked in its text.
    await expect(async () => {
      await looking.goto(`/discover?q=${word}`);
      await expect(looking.locator("article.hit")).toContainText(title, { timeout: 1_000 });
    }).toPass();
    await nothingPlanted();
  }
  await page.goto(`/partner/opportunities/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator(".planted, img[src=x], main iframe")).toHaveCount(0);
  await visitor.close();
  await send(`/opportunities/${id}/close`, {});
});
